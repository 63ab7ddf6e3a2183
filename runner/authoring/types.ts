/** What the TypeScript compiler says, by file. TypeScript 7 has no programming interface, so its command is run. */
import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { Refusal } from '../edge/refusal.ts'
import type { Complaint } from './proof.ts'
import type { Fence } from './readme/document.ts'

export interface CompilerError {
  /** As the compiler gives it: relative to the folder in which it ran. */
  readonly file: string
  readonly line: number
  readonly code: number
  readonly message: string
}

/**
 * Type-checks the workbook by its own tsconfig.json.
 * @throws {Refusal} when the compiler is not installed or does not do its work
 */
export async function readTypeErrors(root: string, signal: AbortSignal): Promise<CompilerError[]> {
  return await readErrorsOfFolder(root, signal)
}

/**
 * Type-checks a folder of its own by the tsconfig.json in it.
 * @throws {Refusal} when the compiler is not installed or does not do its work
 */
export async function readErrorsOfFolder(folder: string, signal: AbortSignal): Promise<CompilerError[]> {
  return await runCompiler(['-p', folder], folder, signal)
}

/** The compiler's complaints about the files below some folders, as an author would type them. */
export function complainAboutTypes(
  errors: readonly CompilerError[],
  folders: readonly string[],
): Complaint[] {
  return errors
    .filter(({ file }) => folders.some((folder) => file.startsWith(`${folder}/`)))
    .map(({ file, line, code, message }) => ({
      place: `${file}:${line}`,
      problem: `It does not compile: ${message} (TS${code})`,
      remedy: 'Mend it; `npx tsc -p .` shows the same.',
    }))
}

export interface FenceOfText {
  /** The README as an author would type it. */
  readonly path: string
  readonly fence: Fence
}

/** Parses the `ts` fences of all texts in one run of the compiler and complains about those that are no TypeScript. */
export async function complainAboutCode(
  fences: readonly FenceOfText[],
  signal: AbortSignal,
): Promise<Complaint[]> {
  if (fences.length === 0) return []
  const folder = await mkdtemp(join(tmpdir(), 'socket-workbook-fences-'))
  try {
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(fenceConfiguration))
    await Promise.all(fences.map(({ fence }, index) => writeFile(join(folder, `${index}.ts`), fence.content)))
    const errors = await readErrorsOfFolder(folder, signal)
    return fences.flatMap((source, index) => {
      // Only syntax, for a fence may well use what another one declares; and only the first error, which causes the rest.
      const error = errors.find(({ file, code }) => file === `${index}.ts` && code < 2000)
      return error ? [complainAboutFence(source, error)] : []
    })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function complainAboutFence({ path, fence }: FenceOfText, error: CompilerError): Complaint {
  const lastLine = fence.content.trimEnd().split('\n').length
  return {
    place: `${path}:${fence.line + Math.min(error.line, lastLine)}`,
    problem: `This \`ts\` fence is no TypeScript: ${error.message} (TS${error.code})`,
    remedy: 'Mend it, or use a `text` fence if it is a sketch. `// …` stands for what is left out.',
  }
}

const fenceConfiguration = {
  compilerOptions: {
    target: 'es2023',
    module: 'nodenext',
    moduleDetection: 'force',
    noEmit: true,
    noCheck: true,
    noResolve: true,
    noLib: true,
    types: [],
  },
}

async function runCompiler(
  parameters: readonly string[],
  folder: string,
  signal: AbortSignal,
): Promise<CompilerError[]> {
  const output = await new Promise<string>((resolve, reject) => {
    const compiler = [findCompiler(), ...parameters, '--noEmit', '--pretty', 'false']
    execFile(
      process.execPath,
      compiler,
      { cwd: folder, signal, maxBuffer: 64 << 20 },
      (error, stdout, stderr) => {
        // Exit codes 1 and 2 say that there are errors, and those are on stdout.
        if (!error || error.code === 1 || error.code === 2) resolve(stdout)
        else if (signal.aborted) reject(signal.reason)
        else
          reject(
            new Refusal(
              `The TypeScript compiler did not run: ${stderr || error.message}`,
              'Try npx tsc -p . by hand.',
            ),
          )
      },
    )
  })
  return parseCompilerOutput(output)
}

/** Parses the compiler's plain output. Lines that belong to the message before them are added to it. */
export function parseCompilerOutput(output: string): CompilerError[] {
  const errors: CompilerError[] = []
  for (const text of output.split(/\r?\n/u)) {
    const match = /^(.+?)\((\d+),\d+\): error TS(\d+): (.*)$/u.exec(text)
    const last = errors.at(-1)
    if (match) {
      const [, file = '', line, code, message = ''] = match
      errors.push({ file: file.replaceAll('\\', '/'), line: Number(line), code: Number(code), message })
    } else if (last && text.startsWith('  ')) {
      errors[errors.length - 1] = { ...last, message: `${last.message} ${text.trim()}` }
    }
  }
  return errors
}

function findCompiler(): string {
  try {
    const manifest = createRequire(import.meta.url).resolve('typescript/package.json')
    return join(dirname(manifest), 'bin', 'tsc')
  } catch {
    throw new Refusal('TypeScript is not installed.', 'Install the packages for authors: npm ci')
  }
}
