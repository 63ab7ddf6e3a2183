/** A workbook of its own for a test, below the system's temporary folder, and the user's door to it. */
import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { readCatalogue } from '../lessons/catalogue.ts'
import { openWorkFolder } from '../workspace/work-folder.ts'
import { rightServer, smallLessons } from './small-lessons.ts'

const repository = resolve(import.meta.dirname, '../..')

interface CommandResult {
  readonly exitCode: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface TemporaryWorkbook extends AsyncDisposable {
  readonly root: string
  /** The environment of whoever uses it: no trace of the test run in it, nor of a terminal. */
  readonly env: Readonly<Record<string, string>>
  /** The words that start a command in it, after the name of node. */
  readonly door: readonly string[]
  /** Runs a command to its end, without a terminal. */
  readonly run: (args: readonly string[], options?: RunOptions) => Promise<CommandResult>
  readonly read: (path: string) => Promise<string>
  readonly write: (path: string, text: string) => Promise<void>
  /** Makes the work folder of lesson 1, as a command would, without checking anything. */
  readonly beginFirst: () => Promise<void>
  /** Puts a program that passes into the work folder of lesson 1. */
  readonly solveFirst: () => Promise<void>
}

interface RunOptions {
  readonly env?: Readonly<Record<string, string>>
  readonly cwd?: string
  /** Flags for node itself. */
  readonly nodeArgs?: readonly string[]
}

/**
 * Makes a workbook with two small lessons, or with the real ones.
 * The runner and the packages are the repository's own, by a link.
 */
export async function createTemporaryWorkbook(
  content: 'small' | 'real' = 'small',
): Promise<TemporaryWorkbook> {
  const root = await realpath(await mkdtemp(join(tmpdir(), 'socket-workbook-test-')))
  const write = async (path: string, text: string) => {
    await mkdir(dirname(join(root, path)), { recursive: true })
    await writeFile(join(root, path), text)
  }
  for (const name of ['package.json', 'tsconfig.json']) await cp(join(repository, name), join(root, name))
  for (const name of ['node_modules', 'runner']) await symlink(join(repository, name), join(root, name))
  if (content === 'small') {
    for (const [path, text] of Object.entries(smallLessons)) await write(path, text)
  } else {
    for (const name of ['lessons', 'solutions']) {
      await cp(join(repository, name), join(root, name), { recursive: true })
    }
  }
  const env = {
    PATH: process.env['PATH'] ?? '',
    HOME: process.env['HOME'] ?? root,
    SOCKET_WORKBOOK_ROOT: root,
    TERM: 'xterm-256color',
  }
  const door = [join(repository, 'runner/boot.cjs')]
  return {
    root,
    env,
    door,
    run: (args, options = {}) =>
      runToEnd([...(options.nodeArgs ?? []), ...door, ...args], options.cwd ?? root, {
        ...env,
        ...options.env,
      }),
    read: (path) => readFile(join(root, path), 'utf8'),
    write,
    beginFirst: async () => {
      const [first] = await readCatalogue(root)
      if (first) await openWorkFolder(root, first)
    },
    solveFirst: () => write('work/01-upper-case/server.ts', rightServer),
    [Symbol.asyncDispose]: () => rm(root, { recursive: true, force: true }),
  }
}

function runToEnd(args: readonly string[], cwd: string, env: Record<string, string>): Promise<CommandResult> {
  return new Promise((settle) => {
    const options = { cwd, env, timeout: 60_000, maxBuffer: 16 * 2 ** 20 }
    const child = execFile(process.execPath, [...args], options, (_error, stdout, stderr) =>
      settle({ exitCode: child.exitCode, stdout, stderr }),
    )
    child.stdin?.end()
  })
}
