/** A workbook of its own for a test, below the system's temporary folder, and the user's door to it. */
import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { cp, mkdir, mkdtemp, readFile, realpath, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { Readable, Writable } from 'node:stream'
import { runCommandLine } from '../command-line.ts'
import { createJudge, type Judgement } from '../judging/judge.ts'
import type { Language } from '../language/language.ts'
import { readCatalogue } from '../lessons/catalogue.ts'
import type { LessonResult } from '../results/result.ts'
import { createWorkbook } from '../workbook.ts'
import { openWorkFolder } from '../work/folders/work-folder.ts'
import { rightServer, smallLessons } from './small-lessons.ts'

const repository = resolve(import.meta.dirname, '../..')

interface CommandResult {
  readonly exitCode: number | null
  readonly stdout: string
  readonly stderr: string
}

const sharedJudge = createJudge()

/** Judges for all tests of a process, so that the hosts stay warm. They end when the process does. */
export function judge(judgement: Judgement): Promise<LessonResult> {
  return sharedJudge.judge(judgement)
}

export interface TemporaryWorkbook extends AsyncDisposable {
  readonly root: string
  /** The environment of whoever uses it: no trace of the test run in it, nor of a terminal. */
  readonly env: Readonly<Record<string, string>>
  /** The words that start a command in it, after the name of node. */
  readonly door: readonly string[]
  /** Runs a command to its end, without a terminal, in this process. */
  readonly run: (args: readonly string[], options?: RunOptions) => Promise<CommandResult>
  /** Runs a command to its end, without a terminal, in a process of its own. */
  readonly runProcess: (args: readonly string[], options?: ProcessOptions) => Promise<CommandResult>
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
  /** Without it, the one that the environment names. */
  readonly language?: Language
  readonly columns?: number
  /** False where the output is a terminal that can be drawn on. */
  readonly plain?: boolean
}

interface ProcessOptions extends Pick<RunOptions, 'env' | 'cwd'> {
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
    // Renamed into its place, as editors save, so that nobody who watches sees a half of it, which is a save of its own.
    const draft = join(root, `.draft-${randomUUID()}`)
    await writeFile(draft, text)
    await rename(draft, join(root, path))
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
  const door = [join(repository, 'runner/start-up/boot.cjs')]
  return {
    root,
    env,
    door,
    run: (args, options = {}) =>
      runHere(args, { ...options, root, cwd: options.cwd ?? root, env: { ...env, ...options.env } }),
    runProcess: (args, options = {}) =>
      runProcess([...(options.nodeArgs ?? []), ...door, ...args], options.cwd ?? root, {
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

type HereOptions = RunOptions & {
  readonly root: string
  readonly cwd: string
  readonly env: Record<string, string>
}

/** Runs a command as main.ts does, in this process: most of what a command does needs no process of its own. */
async function runHere(
  args: readonly string[],
  { root, cwd, env, language, columns, plain = true }: HereOptions,
): Promise<CommandResult> {
  const stdout = createCollector()
  const stderr = createCollector()
  const workbook = createWorkbook({
    root,
    cwd,
    env,
    stdin: Readable.from([]),
    stdout: Object.assign(stdout.stream, { columns: columns ?? 0, isTTY: !plain }),
    stderr: stderr.stream,
    verbose: args.includes('--verbose'),
    signal: new AbortController().signal,
    clock: () => new Date(),
    judge,
    ...(language && { language }),
  })
  const exitCode = await runCommandLine(
    args.filter((word) => word !== '--verbose'),
    workbook,
  )
  return { exitCode, stdout: stdout.text(), stderr: stderr.text() }
}

function createCollector() {
  const chunks: Buffer[] = []
  const stream = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      chunks.push(chunk)
      done()
    },
  })
  return { stream, text: () => Buffer.concat(chunks).toString() }
}

function runProcess(
  args: readonly string[],
  cwd: string,
  env: Record<string, string>,
): Promise<CommandResult> {
  return new Promise((settle) => {
    const options = { cwd, env, timeout: 60_000, maxBuffer: 16 * 2 ** 20 }
    const child = execFile(process.execPath, [...args], options, (_error, stdout, stderr) =>
      settle({ exitCode: child.exitCode, stdout, stderr }),
    )
    child.stdin?.end()
  })
}
