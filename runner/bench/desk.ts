/** What all measurements share: where they run, and how all that they start is ended. */
import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { endTree } from '../processes/end-tree.ts'
import { startGuard } from '../processes/guard.ts'
import { markVariable } from '../processes/mark.ts'
import type { Environment } from '../edge/environment.ts'
import type { Workbook } from '../workbook.ts'
import type { RowName, RowResult } from './report.ts'

export interface BenchDesk {
  /** Root of the workbook. */
  readonly root: string
  /** What programs that are measured find in their environment: nothing that npm or the user set for this run. */
  readonly env: Readonly<Record<string, string>>
  /** The program of npm; undefined where it was not found. */
  readonly npm: string | undefined
  readonly samples: number
  /** How big the classes are that are graded. */
  readonly sizes: readonly number[]
  readonly signal: AbortSignal
  readonly judge: Workbook['judge']
  /** Says what is being measured. */
  readonly tell: (text: string) => void
}

/** Measures one row, and gives what there is to say about it. */
export type MeasureRow = (desk: BenchDesk, row: RowName) => Promise<RowResult[]>

/** Of the environment, what would change how programs run that are measured. */
const setForThisRun =
  /^(?:npm_|SOCKET_WORKBOOK_|(?:INIT_CWD|NODE_OPTIONS|FORCE_COLOR|NO_COLOR|ACCESSIBLE|COLUMNS|PORT|HOST|CI)$)/i

/** Makes a desk. Disposing of it ends whatever is still running; a guard does so when this process is killed. */
export function createBenchDesk(
  { root, env, signal, judge }: Pick<Workbook, 'root' | 'env' | 'signal' | 'judge'>,
  options: Pick<BenchDesk, 'samples' | 'sizes' | 'tell'>,
): BenchDesk & AsyncDisposable {
  const mark = randomUUID()
  const guard = startGuard()
  guard.watch(mark)
  return {
    ...options,
    root,
    signal,
    judge,
    env: { ...keepOwn(env), [markVariable]: mark },
    npm: findNpm(env),
    async [Symbol.asyncDispose]() {
      await endTree(undefined, mark)
      await guard[Symbol.asyncDispose]()
    },
  }
}

function keepOwn(env: Environment): Record<string, string> {
  const own = Object.entries(env).filter(([name]) => !setForThisRun.test(name))
  return Object.fromEntries(own.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])))
}

/** npm says where it lies to what it runs; else it lies where Node's installer puts it. */
function findNpm(env: Environment): string | undefined {
  const beside = ['../lib/node_modules/npm', 'node_modules/npm'].map((path) =>
    resolve(dirname(process.execPath), path, 'bin/npm-cli.js'),
  )
  return [env['npm_execpath'] ?? '', ...beside].find(
    (path) => path.endsWith('npm-cli.js') && existsSync(path),
  )
}
