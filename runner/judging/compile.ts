/**
 * Turns the TypeScript of a copy into JavaScript once, so that every start of a program is a plain start of Node.
 * Measured on Node 20: 80 ms and 0.08 s of processor time a start, against 240 ms and 0.27 s through tsx.
 *
 * What is judged has to behave as under `npx tsx`. So each file is compiled by itself and with what tsx itself asks of
 * esbuild, never bundled: modules are evaluated one by one and in their order, and a `const` that is used too early
 * throws. And a program is compiled only if nothing in it can tell the difference; see plain-module.ts. All others are
 * started through tsx.
 */
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { transform } from 'esbuild'
import { type PlainModule, readModule } from './plain-module.ts'

export interface ToCompile {
  /** The folder with the copy and what it needs beside it. */
  readonly home: string
  /** The copy. */
  readonly folder: string
  /** Whether a file, by its path in the copy, is the lesson's and not the learner's. */
  readonly isGiven: (name: string) => boolean
}

/**
 * Compiles the programs of a copy to files of the same name with `.mjs` behind it, in a folder beside the copy.
 * @returns the compiled file of each program, by its path in the copy; what is missing there is left to tsx, which also
 * says best what is wrong with a file that cannot be compiled.
 */
export async function compilePrograms({ home, folder, isGiven }: ToCompile): Promise<Record<string, string>> {
  const compiledHome = join(home, '.compiled')
  const place = (path: string) => `${join(compiledHome, relative(home, path))}.mjs`
  const name = (path: string) => relative(folder, path).split(sep).join('/')
  const modules = new Map<string, Promise<Compiled>>()
  const load = (path: string) => {
    const known = modules.get(path)
    if (known) return known
    const loading = compileModule(path, place(path), home, isGiven(name(path)))
    modules.set(path, loading)
    return loading
  }
  const programs = await findPrograms(folder)
  const plain = await Promise.all(programs.map(async (path) => ({ path, needs: await collect(path, load) })))
  const fast = plain.filter(({ needs }) => needs !== undefined)
  const needed = new Map(fast.flatMap(({ needs = [] }) => needs).map((module) => [module.target, module]))
  await Promise.all(
    [...needed.values()].map(async ({ target, code }) => {
      await mkdir(dirname(target), { recursive: true })
      await writeFile(target, code)
    }),
  )
  return Object.fromEntries(fast.map(({ path }) => [name(path), place(path)]))
}

interface Compiled extends PlainModule {
  readonly target: string
  readonly isGiven: boolean
}

/** What may be started: the files at the top, and those that the lesson gives. */
async function findPrograms(folder: string): Promise<string[]> {
  const isProgram = (name: string) => name.endsWith('.ts') && !name.endsWith('.d.ts')
  const own = (await readdir(folder)).filter(isProgram)
  const given = (await readdir(join(folder, 'given')).catch(() => [])).filter(isProgram)
  return [...own, ...given.map((name) => join('given', name))].map((name) => join(folder, name))
}

/**
 * Collects all modules that a program is made of.
 * @returns undefined when one of them has to go through tsx
 */
async function collect(
  program: string,
  load: (path: string) => Promise<Compiled>,
): Promise<Compiled[] | undefined> {
  const paths = [program]
  const found: Compiled[] = []
  for (const path of paths) {
    const module = await load(path)
    // What the lesson gives has been tried both ways, as a part of a program.
    const isTelling = module.isTelling && (path === program || !module.isGiven)
    if (!module.isLoadable || isTelling) return undefined
    found.push(module)
    for (const next of module.needs) if (!paths.includes(next)) paths.push(next)
  }
  return found
}

async function compileModule(
  path: string,
  target: string,
  home: string,
  isGiven: boolean,
): Promise<Compiled> {
  const isInHome = (file: string) => file.startsWith(home + sep) && existsSync(file)
  const resolveFrom = (specifier: string) => {
    const file = resolve(dirname(path), specifier)
    return isInHome(file) ? file : undefined
  }
  try {
    const { code, map } = await transform(await readFile(path, 'utf8'), {
      loader: 'ts',
      format: 'esm',
      target: `node${process.versions.node}`,
      minifyWhitespace: true,
      keepNames: true,
      legalComments: 'none',
      sourcemap: 'external',
      sourcesContent: false,
      // Relative, so that the copy can be copied.
      sourcefile: relative(dirname(target), path).split(sep).join('/'),
      // Nothing of the workbook's own settings: its tsconfig.json does not include the learner's files.
      tsconfigRaw: {},
    })
    const module = readModule(code, { resolve: resolveFrom })
    const withMap = `${module.code}\n//# sourceMappingURL=data:application/json;base64,${Buffer.from(map).toString('base64')}\n`
    return { ...module, code: withMap, target, isGiven }
  } catch {
    // A syntax error, most likely. Starting it through tsx shows it as the learner will see it by hand.
    return { isLoadable: false, isTelling: true, code: '', needs: [], target, isGiven }
  }
}
