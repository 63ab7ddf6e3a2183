/** Programs that turn against the judge. The verdict comes within seconds, and is neither forged nor taken for ours. */
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { inEnglish } from '../language/say.ts'
import { findLesson, readCatalogue } from '../lessons/catalogue.ts'
import { isKernelReadable } from '../processes/proc-files.ts'
import { findProcesses } from '../testing/processes.ts'
import { createTemporaryWorkbook, judge } from '../testing/temporary-workbook.ts'

async function judgeProgram(program: string) {
  await using workbook = await createTemporaryWorkbook()
  const { root, write } = workbook
  await write('subject/server.ts', program)
  const lesson = findLesson(await readCatalogue(root), '1')
  const result = await judge({ root, lesson, subject: join(root, 'subject') })
  expect(await findProcesses(root)).toEqual([])
  return result
}

test.runIf(isKernelReadable)('SIGUSR1 opens no debugger in the process that judges', async () => {
  const result = await judgeProgram(`
    import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
    const host = '/proc/' + process.ppid
    const countListening = () => {
      const own = readdirSync(host + '/fd').map((fd) => { try { return readlinkSync(host + '/fd/' + fd) } catch { return '' } })
      return readFileSync('/proc/self/net/tcp', 'utf8').split('\\n').map((row) => row.trim().split(/\\s+/))
        .filter((fields) => fields[3] === '0A' && own.includes('socket:[' + fields[9] + ']')).length
    }
    console.log('before', countListening())
    process.kill(process.ppid, 'SIGUSR1')
    // A debugger listens on a thread of its own, within milliseconds.
    setTimeout(() => console.log('after', countListening()), 1_500)`)
  expect(result.verdict).toBe('failed')
  expect(result.checks[0]?.failure?.printedLast).toBe('before 0\nafter 0\n')
})

test.runIf(isKernelReadable)(
  'SIGSTOP to the process that judges is noticed, and everything is ended',
  async () => {
    const result = await judgeProgram(`process.kill(process.ppid, 'SIGSTOP'); setInterval(() => {}, 1000)`)
    expect(result.verdict).toBe('broken')
    expect(inEnglish(result.broken?.message ?? '')).toMatch(/was made to stand still/)
  },
)

test.runIf(isKernelReadable)(
  'a process that got away on purpose holds the output and delays nothing',
  async () => {
    const name = `holds-${randomUUID()}`
    onTestFinished(async () => {
      for (const line of await findProcesses(name)) process.kill(Number.parseInt(line, 10), 'SIGKILL')
    })
    // It gives up its mark: it lowers the limit that it was given, and clears its environment; and setsid leaves it
    // without a parent before anybody can have seen it.
    const result = await judgeProgram(`
    import { spawn } from 'node:child_process'
    console.log('this is')
    const flee = 'ulimit -f 1000; cd /; exec env -i setsid "$0" -e "setTimeout(() => {}, 120000)" ${name}'
    spawn('/bin/sh', ['-c', flee, process.execPath], { detached: true, stdio: 'inherit' }).unref()
    setTimeout(() => { console.log('that was it'); process.exit() }, 500)`)
    expect(result.verdict).toBe('failed')
    expect(result.checks[0]?.failure).toMatchObject({
      stage: 'exited-early',
      printedLast: 'this is\nthat was it\n',
    })
    // It is there, and would be for two minutes: it held the output all the time, and nobody waited for it.
    expect(await findProcesses(name)).toHaveLength(1)
  },
)

/** Programs that make the judge wait, starve or stumble. Each is told its own sentence, and nothing of it is left. */
const hostile: readonly (readonly [what: string, program: string, stage: string])[] = [
  ['stands still by itself', `process.kill(process.pid, 'SIGSTOP')`, 'not-listening'],
  [
    'computes without end, beside a child that does the same without an environment',
    `import { spawn } from 'node:child_process'
     spawn('/bin/sh', ['-c', 'exec env -i setsid "$0" -e "for (;;);"', process.execPath], { detached: true, stdio: 'inherit' }).unref()
     for (;;);`,
    'not-listening',
  ],
  [
    'ignores every signal that it can, in a chain of children',
    `import { spawn } from 'node:child_process'
     for (const name of ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT'] as const) process.on(name, () => {})
     const depth = Number(process.argv[2] ?? 0)
     if (depth < 4) spawn(process.execPath, [...process.execArgv, process.argv[1]!, String(depth + 1)], { detached: true, stdio: 'inherit' })
     setInterval(() => {}, 1e6)`,
    'not-listening',
  ],
  [
    'leaves a child that has given up its mark, by a lower limit and an environment of its own',
    `import { spawn } from 'node:child_process'
     const flee = 'ulimit -f 1000; exec env -i "$0" -e "setTimeout(() => {}, 120000)"'
     spawn('/bin/sh', ['-c', flee, process.execPath], { detached: true, stdio: 'ignore' }).unref()
     setTimeout(() => process.exit(), 500)`,
    'exited-early',
  ],
  [
    'swaps its folder for a link to another place',
    `import { renameSync, symlinkSync } from 'node:fs'
     import { basename } from 'node:path'
     const folder = process.cwd()
     renameSync(folder, folder + '-away')
     symlinkSync('/', folder)
     console.log(basename(folder))`,
    'exited-early',
  ],
  [
    'writes 100 MB beside itself',
    `import { writeFileSync } from 'node:fs'
     for (let i = 0; i < 100; i++) writeFileSync('big-' + i, Buffer.alloc(1_000_000))`,
    'exited-early',
  ],
]

test.runIf(isKernelReadable).each(hostile)(
  'a program that %s is judged and ended',
  async (_what, program, stage) => {
    const result = await judgeProgram(program)
    expect(result.verdict).toBe('failed')
    expect(result.checks[0]?.failure?.stage).toBe(stage)
  },
)
