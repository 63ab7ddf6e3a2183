/**
 * The host: a process of its own in which vitest runs checkers, one after another. It stands between the runner and
 * the learner's programs, so that each of the two can die without leaving the other behind: when the runner goes,
 * even by kill -9, the channel closes and the host ends every program of the run and itself. When the host goes, or
 * both do at the same moment, its guard ends what is left.
 */
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { createVitest, type Vitest } from 'vitest/node'
import { keptThread } from './kept-thread.ts'
import { endTree } from '../processes/end-tree.ts'
import { startGuard } from '../processes/guard.ts'
import { type HostMessage, type JudgeRequest, pipeToRunner } from './protocol.ts'

/**
 * The room of the checkers as it was compiled with this file, if it was; vitest takes it as it is. Else it would be
 * transformed file by file in every host.
 */
const room = join(dirname(import.meta.filename), '../checker/index.mjs')

let mark: string | undefined

/** Before vitest is loaded, as long as this process is small and quick to copy. */
const guard = startGuard(pipeToRunner)

/** Begun at once, so that it is done, or well under way, when the first request comes. */
const warm = startVitest(process.cwd())
// The request that needs it tells what went wrong.
warm.catch(() => {})

process.on('message', (request: JudgeRequest) => {
  mark = request.subject.mark
  guard.watch(mark)
  void runChecker(request)
    .catch((error: unknown) => sendBroken(error))
    .finally(() => {
      mark = undefined
      guard.watch(undefined)
      send({ kind: 'done' })
    })
})

process.once('disconnect', () => {
  const programs = mark === undefined ? Promise.resolve() : endTree(undefined, mark)
  void programs.finally(() => process.kill(process.pid, 'SIGKILL'))
})
// The runner can be gone before this file was loaded, and then nothing tells of it any more.
if (!process.connected) process.kill(process.pid, 'SIGKILL')

async function runChecker({ checker, subject }: JudgeRequest): Promise<void> {
  const vitest = await warm
  vitest.provide('subject', subject)
  // A host that watches is kept for hours, and an author mends the checker meanwhile.
  vitest.invalidateFile(checker)
  await vitest.runTestSpecifications([vitest.getRootProject().createSpecification(checker)])
}

function startVitest(root: string): Promise<Vitest> {
  return createVitest(
    'test',
    {
      config: false,
      root,
      include: [],
      watch: false,
      pool: keptThread,
      isolate: false,
      fileParallelism: false,
      // The checks of a lesson take turns by themselves: see checker/turns.ts.
      maxConcurrency: 1_000,
      allowOnly: false,
      reporters: [
        {
          onTestModuleCollected: (module) =>
            send({ kind: 'declared', names: [...module.children.allTests()].map((test) => test.name) }),
          onTestCaseArtifactRecord: (_test, artifact) => {
            if (artifact.type === 'report') send({ kind: 'report', report: artifact.report })
          },
          onTestCaseResult: (test) => {
            if (test.artifacts().some(({ type }) => type === 'report')) return
            sendBroken(
              test.result().errors?.[0] ?? new Error(`The check "${test.name}" ended without a report.`),
            )
          },
          onTestRunEnd: (modules, unhandled) => {
            for (const error of [...modules.flatMap((module) => module.errors()), ...unhandled])
              sendBroken(error)
          },
        },
      ],
    },
    {
      logLevel: 'silent',
      clearScreen: false,
      ...(existsSync(room) && { resolve: { alias: { '#checker': room } } }),
    },
  )
}

function sendBroken(error: unknown): void {
  const { message, stack } = (error ?? {}) as { message?: unknown; stack?: unknown }
  const firstLine = (typeof message === 'string' ? message : String(error)).trim().split('\n')[0] ?? ''
  send({ kind: 'broken', message: firstLine, details: typeof stack === 'string' ? stack : String(message) })
}

function send(message: HostMessage): void {
  if (process.connected) process.send?.(message)
}
