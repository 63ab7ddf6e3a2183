/** Changed programs on disk, in folders that can be judged: those that compile and are not the same program again. */
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readPrograms } from '../lesson-files.ts'
import { readErrorsOfFolder } from '../types.ts'
import type { ProgramChange } from './program-change.ts'

/** A folder of programs, some of them replaced. */
export interface ChangedSubject {
  /** Where the change is, for example "server.ts:12". */
  readonly place: string
  readonly what: string
  readonly folder: string
}

/** Programs by file that take the place of a folder's own. */
export interface Replacement {
  readonly place: string
  readonly what: string
  readonly sources: Readonly<Record<string, string>>
}

export interface ChangedSubjects extends AsyncDisposable {
  readonly subjects: readonly ChangedSubject[]
}

/** A change as a replacement of its file. */
export function replaceBy({ file, line, what, source }: ProgramChange): Replacement {
  return { place: `${file}:${line}`, what, sources: { [file]: source } }
}

/**
 * Writes a folder for each replacement that compiles and makes another program. Disposing of it removes them.
 * @param base the folder of the programs that are not replaced
 * @param given the folder `given/` of the lesson
 */
export async function createChangedSubjects(
  root: string,
  base: string,
  given: string,
  replacements: readonly Replacement[],
  signal: AbortSignal,
): Promise<ChangedSubjects> {
  const home = await mkdtemp(join(tmpdir(), 'socket-workbook-changes-'))
  const remove = () => rm(home, { recursive: true, force: true })
  try {
    const originals = await readSources(base)
    const others = await leaveOutSame(originals, replacements)
    await symlink(join(root, 'node_modules'), join(home, 'node_modules'), 'junction')
    await writeFile(join(home, 'package.json'), '{ "type": "module" }\n')
    await writeFile(join(home, 'tsconfig.json'), JSON.stringify(describeProject(root)))
    const subjects = await Promise.all(
      others.map(async ({ place, what, sources }, index) => {
        const folder = join(home, String(index))
        await writeFolder(folder, given, { ...originals, ...sources })
        return { place, what, folder }
      }),
    )
    const errors = subjects.length === 0 ? [] : await readErrorsOfFolder(home, signal)
    const isWhole = (_: ChangedSubject, index: number) =>
      !errors.some(({ file }) => file.startsWith(`${index}/`))
    return { subjects: subjects.filter(isWhole), [Symbol.asyncDispose]: remove }
  } catch (error) {
    await remove()
    throw error
  }
}

/** Reads the programs directly in a folder, by file. */
export async function readSources(folder: string): Promise<Record<string, string>> {
  const names = await readPrograms(folder)
  const sources = names.map(async (name) => [name, await readFile(join(folder, name), 'utf8')] as const)
  return Object.fromEntries(await Promise.all(sources))
}

async function writeFolder(
  folder: string,
  given: string,
  sources: Readonly<Record<string, string>>,
): Promise<void> {
  await mkdir(folder)
  // For the compiler; whoever is judged gets a copy of it.
  if (existsSync(given)) await symlink(given, join(folder, 'given'), 'junction')
  for (const [name, source] of Object.entries(sources)) await writeFile(join(folder, name), source)
}

/** What is left unused by a change makes no program wrong, and what cannot be reached neither. */
function describeProject(root: string): object {
  const compilerOptions = { noUnusedLocals: false, noUnusedParameters: false, allowUnreachableCode: true }
  return { extends: join(root, 'tsconfig.json'), compilerOptions, include: ['*/*.ts'], exclude: [] }
}

/** Leaves out what differs from the originals, or from one before it, in comments and blanks alone. */
async function leaveOutSame(
  originals: Readonly<Record<string, string>>,
  replacements: readonly Replacement[],
): Promise<Replacement[]> {
  const plain = await Promise.all(
    [{ sources: {} }, ...replacements].map(({ sources }) => renderPlain({ ...originals, ...sources })),
  )
  const seen = new Set([plain[0]])
  return replacements.filter((_, index) => {
    const program = plain[index + 1]
    if (program === undefined || seen.has(program)) return false
    seen.add(program)
    return true
  })
}

/** The programs without comments, blanks and types; undefined where one of them cannot be parsed. */
async function renderPlain(sources: Readonly<Record<string, string>>): Promise<string | undefined> {
  const { transform } = await import('esbuild')
  try {
    const plain = Object.entries(sources).map(async ([name, source]) => {
      const { code } = await transform(source, { loader: 'ts', minifyWhitespace: true, logLevel: 'silent' })
      return `${name}\n${code}`
    })
    return (await Promise.all(plain)).join('\n')
  } catch {
    return undefined
  }
}
