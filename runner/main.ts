/** From the process to a workbook, and from an exit code back to the process. The only place that touches `process`. */
import { resolve } from 'node:path'
import { runCommandLine } from './command-line.ts'
import type { Judge } from './judging/judge.ts'
import { Cancelled, createWorkbook } from './workbook.ts'

await runMain(process.argv.slice(2))

async function runMain(argv: readonly string[]): Promise<void> {
  const controller = new AbortController()
  const cancel = () => controller.abort(new Cancelled())
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, cancel)
  for (const stream of [process.stdin, process.stdout, process.stderr])
    stream.on('error', toleratePartingReader)
  const root = resolve(process.env['SOCKET_WORKBOOK_ROOT'] || resolve(import.meta.dirname, '..'))
  const judging = createLateJudge()
  const workbook = createWorkbook({
    root,
    cwd: process.cwd(),
    env: process.env,
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    verbose: argv.includes('--verbose'),
    signal: controller.signal,
    cancel,
    clock: () => new Date(),
    judge: async (judgement) => (await judging.load()).judge(judgement),
  })
  process.exitCode = await runCommandLine(
    argv.filter((word) => word !== '--verbose'),
    workbook,
  )
  await judging.dispose()
}

/** A judge that is loaded at the first judgement and stays warm for the next ones: loading it takes time. */
function createLateJudge() {
  let judge: Promise<Judge> | undefined
  return {
    load: () => (judge ??= import('./judging/judge.ts').then(({ createJudge }) => createJudge())),
    dispose: async () => (await judge)?.[Symbol.asyncDispose](),
  }
}

/** `npm run list | head -1` is no mistake, and a terminal that was closed has nobody to tell. */
function toleratePartingReader(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE' && error.code !== 'EIO') throw error
}
