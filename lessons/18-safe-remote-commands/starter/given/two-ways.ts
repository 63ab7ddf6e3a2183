/** One line, run in two ways: as lesson 16 does it, and as this lesson does. */
import { spawnSync } from 'node:child_process'

const line = process.argv[2] ?? 'echo $(id)'
const [program = '', ...words] = line.split(/ +/)

console.log(`the line            ${line}`)
console.log(`given to a shell    ${show(spawnSync(line, { shell: true }))}`)
console.log(`word by word        ${show(spawnSync(program, words))}`)

function show({ stdout, stderr, error }: ReturnType<typeof spawnSync>): string {
  return error ? error.message : `${String(stdout)}${String(stderr)}`.trimEnd()
}
