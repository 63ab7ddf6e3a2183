/**
 * The host: a process of its own in which vitest runs one checker. It stands between the runner and the learner's
 * programs, so that each of the two can die without leaving the other behind: when the runner goes, even by kill -9,
 * the channel closes and the host ends every program of the run and itself.
 */
import { availableParallelism } from 'node:os'
import { createVitest, type TestModule, type Vitest } from 'vitest/node'
import { endTree } from '../checker/end-tree.ts'
import type { HostMessage, JudgeRequest } from './protocol.ts'

process.once('message', (request: JudgeRequest) => {
  process.once('disconnect', () => {
    void endTree(undefined, request.subject.mark).finally(() => process.kill(process.pid, 'SIGKILL'))
  })
  void runChecker(request)
    .catch((error: unknown) => sendBroken(error))
    .finally(() => send({ kind: 'done' }))
})

async function runChecker({ root, checker, subject }: JudgeRequest): Promise<void> {
  const vitest: Vitest = await createVitest(
    'test',
    {
      config: false,
      root,
      include: [],
      watch: false,
      // A thread, so that it cannot outlive this process. Its modules are used once, so nothing needs isolating.
      pool: 'threads',
      isolate: false,
      fileParallelism: false,
      // The checks of a lesson run side by side, each with programs and ports of its own.
      maxConcurrency: availableParallelism() + 2,
      allowOnly: false,
      provide: { subject },
      reporters: [
        {
          onTestModuleCollected: (module) =>
            send({ kind: 'declared', names: [...module.children.allTests()].map((test) => test.name) }),
          onTestCaseResult: (test) => {
            const { report } = test.meta()
            if (report) send({ kind: 'report', report })
            else
              sendBroken(
                test.result().errors?.[0] ?? new Error(`The check "${test.name}" ended without a report.`),
              )
          },
          onTestRunEnd: (modules, unhandled) => {
            for (const error of [...modules.flatMap(findModuleErrors), ...unhandled]) sendBroken(error)
          },
        },
      ],
    },
    { logLevel: 'silent', clearScreen: false },
  )
  const specification = vitest.getRootProject().createSpecification(checker)
  await vitest.runTestSpecifications([specification])
}

function findModuleErrors(module: TestModule): readonly unknown[] {
  return module.errors()
}

function sendBroken(error: unknown): void {
  const { message, stack } = (error ?? {}) as { message?: unknown; stack?: unknown }
  const firstLine = (typeof message === 'string' ? message : String(error)).trim().split('\n')[0] ?? ''
  send({ kind: 'broken', message: firstLine, details: typeof stack === 'string' ? stack : String(message) })
}

function send(message: HostMessage): void {
  if (process.connected) process.send?.(message)
}
