/** From the process to a workbook, and from an exit code back to the process. The only place that reads argv and sets the exit code. */
import { resolve } from 'node:path'
import { Cancelled } from '../edge/cancelled.ts'
import type { ExitCode } from '../edge/refusal.ts'
import type { Judge } from '../judging/judge.ts'
import { createWorkbook, type Workbook } from '../workbook.ts'

/** What a program does: from words to an exit code. Never rejects. */
export type RunWords = (words: readonly string[], workbook: Workbook) => Promise<ExitCode>

/** Runs a program of ours with the words that stand on its command line, and hands its exit code to the process. */
export async function runMain(run: RunWords): Promise<void> {
  const argv = process.argv.slice(2)
  const controller = new AbortController()
  const cancel = () => controller.abort(new Cancelled())
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, cancel)
  for (const stream of [process.stdin, process.stdout, process.stderr])
    stream.on('error', toleratePartingReader)
  const root = resolve(process.env['SOCKET_WORKBOOK_ROOT'] || resolve(import.meta.dirname, '../..'))
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
    ...(process.platform !== 'win32' && { suspend: standStill }),
    clock: () => new Date(),
    judge: async (judgement) => (await judging.load()).judge(judgement),
  })
  process.exitCode = await run(
    argv.filter((word) => word !== '--verbose'),
    workbook,
  )
  await judging.dispose()
}

/** Stands still, as Ctrl-Z would have it, until the shell lets us go on. */
function standStill(): void {
  // The whole group, as the terminal itself would do it: npm, which waits for us, has to stand still as well.
  process.kill(0, 'SIGTSTP')
  // A window may be made larger or smaller meanwhile, which nobody tells a program that stands still.
  process.kill(process.pid, 'SIGWINCH')
}

/** A judge that is loaded at the first judgement and stays warm for the next ones: loading it takes time. */
function createLateJudge() {
  let judge: Promise<Judge> | undefined
  return {
    load: () => (judge ??= import('../judging/judge.ts').then(({ createJudge }) => createJudge())),
    dispose: async () => (await judge)?.[Symbol.asyncDispose](),
  }
}

/** `npm run list | head -1` is no mistake, and a terminal that was closed has nobody to tell. */
function toleratePartingReader(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE' && error.code !== 'EIO') throw error
}
