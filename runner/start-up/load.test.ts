import { execFile } from 'node:child_process'
import {
  copyFile,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  realpath,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'

const runProgram = promisify(execFile)
const load = "require('./runner/start-up/load.cjs')('main')"
let root = ''

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true })
  await writeFile(join(root, path), text)
}

async function run(): Promise<string> {
  return (await runProgram(process.execPath, ['-e', load], { cwd: root })).stdout
}

beforeAll(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), 'socket-workbook-load-')))
  await write('node_modules/.package-lock.json', '{}')
  await write('package.json', '{ "type": "module" }')
  for (const program of ['judging/host', 'processes/end-left', 'checker/index'])
    await write(`runner/${program}.ts`, 'export {}\n')
  await write(
    'runner/main.ts',
    "import { word } from './parts/word.ts'\nconst text: string = word\nconsole.log(text)\n",
  )
  await mkdir(join(root, 'runner/start-up'))
  for (const name of ['load.cjs', 'compile-runner.cjs', 'seal.cjs'])
    await copyFile(join(import.meta.dirname, name), join(root, 'runner/start-up', name))
  for (const name of ['esbuild', 'tsx'])
    await symlink(await realpath(join('node_modules', name)), join(root, 'node_modules', name), 'junction')
})

afterAll(() => rm(root, { recursive: true, force: true }))

test('what is saved in the runner is there at the next start, and a module is told where its source lies', async () => {
  const place = join(root, 'runner/parts')
  await write('runner/parts/word.ts', 'export const word = `one ${import.meta.dirname}`\n')
  expect(await run()).toBe(`one ${place}\n`)
  expect(await run()).toBe(`one ${place}\n`)
  await write('runner/parts/word.ts', 'export const word = `two ${import.meta.url.slice(-7)}`\n')
  expect(await run()).toBe('two word.ts\n')
})

test('what somebody changed in what was compiled is not used', async () => {
  await write('runner/parts/word.ts', "export const word = 'right'\n")
  expect(await run()).toBe('right\n')
  const cache = join(root, 'node_modules/.cache')
  const compiled = (await readdir(cache, { recursive: true })).filter((name) => name.endsWith('main.mjs'))
  expect(compiled.length).toBeGreaterThan(0)
  for (const name of compiled) {
    const file = join(cache, name)
    await writeFile(file, (await readFile(file, 'utf8')).replaceAll('right', 'wrong'))
  }
  expect(await run()).toBe('right\n')
})

test('where nothing can be kept it starts all the same', async () => {
  await rm(join(root, 'node_modules/.cache'), { recursive: true, force: true })
  await write('node_modules/.cache', 'a file in the place of the folder')
  await write('runner/parts/word.ts', "export const word = 'three'\n")
  expect(await run()).toBe('three\n')
})

test('where the packages are missing it says what to do', async () => {
  await rm(join(root, 'node_modules'), { recursive: true })
  await expect(run()).rejects.toMatchObject({
    code: 2,
    stderr: 'The packages are not installed yet. Run this once: npm ci\n',
  })
})
