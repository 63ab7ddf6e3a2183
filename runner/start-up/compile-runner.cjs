/* Compiles the runner to a few JavaScript files, from which it starts in half the time. */
const {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} = require('node:fs')
const { randomUUID } = require('node:crypto')
const { dirname, join, resolve } = require('node:path')
const { pathToFileURL } = require('node:url')
const seal = require('./seal.cjs')

/** What a process starts with, and what the checkers of the lessons load: their room is the same for all of them. */
const programs = ['main.ts', 'judging/host.ts', 'processes/end-left.ts', 'checker/index.ts']

/** Packages that find files of their own beside themselves, or are too big to be worth it. */
const asTheyAre = [
  'esbuild',
  'vitest',
  'vitest/*',
  'tsx',
  'chokidar',
  'typescript',
  'oxc-parser',
  '@lydell/node-pty',
  '@xterm/headless',
]

/** A running process may still load a part of what was compiled before. So long, in milliseconds, that is kept. */
const longestRunMs = 24 * 3_600_000

/**
 * @param {string} runner the folder to compile
 * @param {string} cache where it goes to, in a folder of its own; `current.json` beside it says which, and of what
 * @returns the folder
 * @throws when it cannot be compiled or written
 */
module.exports = async function compileRunner(runner, cache) {
  const { build } = require('esbuild')
  const beganAt = Date.now()
  const folder = join(cache, randomUUID())
  mkdirSync(folder, { recursive: true })
  const { metafile } = await build({
    absWorkingDir: runner,
    entryPoints: programs,
    outdir: folder,
    outbase: runner,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    // What is loaded late stays in files of its own.
    splitting: true,
    external: asTheyAre,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    sourcemap: true,
    sourcesContent: false,
    metafile: true,
    logLevel: 'silent',
    // Packages in the old format ask for Node's own modules with it.
    banner: {
      js: "import { createRequire as createRequireOfPackages } from 'node:module'; const require = createRequireOfPackages(import.meta.url);",
    },
    plugins: [{ name: 'keep-places', setup: (toBuild) => keepPlaces(toBuild, runner) }],
  })
  const own = Object.keys(metafile.inputs)
    .map((file) => resolve(runner, file))
    .filter((file) => !file.includes('node_modules'))
  // npm touches it whenever it changes a package.
  const packages = join(runner, '../node_modules/.package-lock.json')
  const inputs = [...own, __filename, packages].map(readInput)
  // A file that was saved while it was compiled may be in there as it was before. The next start compiles again.
  if (inputs.every(([, changedMs]) => changedMs < beganAt)) {
    const written = join(folder, 'current.json')
    writeFileSync(written, JSON.stringify({ folder, seal: seal(folder), inputs }))
    renameSync(written, join(cache, 'current.json'))
  }
  removeOld(cache, folder)
  return folder
}

function readInput(file) {
  const { mtimeMs, size } = statSync(file)
  return [file, mtimeMs, size]
}

/** A module that asks where it lies is told where its source does: what it looks for there has not moved. */
function keepPlaces({ onLoad }, runner) {
  onLoad({ filter: /\.ts$/ }, ({ path }) => {
    if (!path.startsWith(runner)) return undefined
    const contents = readFileSync(path, 'utf8')
      .replaceAll('import.meta.url', JSON.stringify(pathToFileURL(path).href))
      .replaceAll('import.meta.dirname', JSON.stringify(dirname(path)))
    return { contents, loader: 'ts' }
  })
}

function removeOld(cache, current) {
  for (const name of readdirSync(cache)) {
    const path = join(cache, name)
    if (path === current || name === 'current.json') continue
    if (Date.now() - statSync(path).mtimeMs > longestRunMs) rmSync(path, { recursive: true, force: true })
  }
}
