import { expect, test } from 'vitest'
import { inEnglish } from '../../language/say.ts'
import { readStartTicks } from '../../ports/read-owner.ts'
import { findProcesses } from '../../testing/processes.ts'
import { createTemporaryWorkbook } from '../../testing/temporary-workbook.ts'
import { parseExperiment } from './parse-experiment.ts'
import { type ExperimentRun, runExperiment } from './run-experiment.ts'

const file = 'work/01-upper-case/lab.ts'

/** Runs a source as an experiment; what may still be there afterwards is looked for by the folder's name. */
async function run(source: string, changes: Partial<ExperimentRun> = {}, command = `npx tsx ${file}`) {
  await using workbook = await createTemporaryWorkbook()
  await workbook.write(file, source)
  const experiment = parseExperiment(command)
  if (!experiment) throw new Error(`no experiment: ${command}`)
  const lines: string[] = []
  const { signal } = new AbortController()
  const { root, env } = workbook
  const options = { experiment, root, env, signal, onLine: (line: string) => void lines.push(line) }
  try {
    const end = await runExperiment({ ...options, ...changes })
    return { end: { ...end, reason: inEnglish(end.reason) }, lines }
  } finally {
    expect(await findProcesses(workbook.root)).toEqual([])
  }
}

test('both streams come line by line, with words and names handed on and stdin at its end', async () => {
  const source = `process.stdout.write('one\\ntwo')
process.stdin.on('data', () => {}).on('end', () => {
  console.error([process.argv[2], process.env.PORT, process.env.HOST, process.env.npm_config_x].join())
})`
  const { end, lines } = await run(source, {}, `PORT=9911 npx tsx ${file} word`)
  expect(end).toEqual({ how: 'ended', reason: 'exit code 0', isSuccess: true, unshownLines: 0 })
  expect(lines.toSorted()).toEqual(['one', 'two', 'word,9911,127.0.0.1,'])
})

test('an experiment that fails says how', async () => {
  expect((await run('process.exit(3)')).end).toMatchObject({ reason: 'exit code 3', isSuccess: false })
  const { end, lines } = await run('const = 1')
  expect(end).toMatchObject({ how: 'ended', isSuccess: false })
  expect(lines.join('\n')).toContain('lab.ts')
})

test('one that lasts too long is ended', async () => {
  const { end } = await run('setInterval(() => {}, 1000)', { longestMs: 500 })
  expect(end).toMatchObject({ how: 'too-long', isSuccess: false })
})

test('an interrupted one is ended with its children, whatever they do about signals', async () => {
  const interruption = new AbortController()
  const source = `import { spawn } from 'node:child_process'
process.on('SIGINT', () => {}); process.on('SIGTERM', () => {})
const words = ['-e', 'setInterval(() => {}, 1000)', ${JSON.stringify(file)}]
spawn(process.execPath, words, { detached: true, stdio: 'ignore' }).on('spawn', () => console.log('started'))
setInterval(() => {}, 1000)`
  const changes = { interrupt: interruption.signal, onLine: () => interruption.abort() }
  expect((await run(source, changes)).end).toMatchObject({ how: 'interrupted', isSuccess: false })
})

test('a child that holds the output open does not hold the experiment up', async () => {
  const source = `import { spawn } from 'node:child_process'
const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { detached: true, stdio: 'inherit' })
console.log(child.pid)
process.exit()`
  const { end, lines } = await run(source)
  expect(end).toMatchObject({ how: 'ended', isSuccess: true })
  expect(readStartTicks(Number(lines[0]))).toBeUndefined()
})

test('one that prints without end is read on, and shown in part', async () => {
  const { end, lines } = await run(`for (let i = 0; i < 5000; i++) console.log(i)
process.stdout.write('x'.repeat(5_000_000))`)
  expect(end).toMatchObject({ how: 'ended', isSuccess: true, unshownLines: 4601 })
  expect(lines).toHaveLength(400)
})

test('an interrupt lets it say goodbye', async () => {
  const interruption = new AbortController()
  const heard: string[] = []
  const { end } = await run(
    `process.on('SIGINT', () => { console.log('bye'); process.exit(0) })
console.log('ready'); setInterval(() => {}, 1000)`,
    {
      interrupt: interruption.signal,
      onLine: (line) => {
        heard.push(line)
        if (line === 'ready') interruption.abort()
      },
    },
  )
  expect(end.how).toBe('interrupted')
  expect(heard).toEqual(['ready', 'bye'])
})

test('cancelling ends it at once and rejects with the reason', async () => {
  const controller = new AbortController()
  const running = run('for (;;) {}', { signal: controller.signal })
  controller.abort(new Error('cancelled'))
  await expect(running).rejects.toThrow('cancelled')
  const later = new AbortController()
  const started = run('console.log(1); process.on("SIGINT", () => {}); setInterval(() => {}, 1000)', {
    signal: later.signal,
    onLine: () => later.abort(new Error('cancelled later')),
  })
  await expect(started).rejects.toThrow('cancelled later')
})
