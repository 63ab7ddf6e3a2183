/*
 * Loads a program of the runner: compiled to JavaScript where that is possible, which happens once after each change
 * of the runner, or else through tsx, which takes half as long again as Node itself at every start.
 */
const { readFileSync, statSync } = require('node:fs')
const { join } = require('node:path')
const { pathToFileURL } = require('node:url')
const { createHash } = require('node:crypto')
const seal = require('./seal.cjs')

/** The folder of the runner, whose programs these are. */
const runner = join(__dirname, '..')

/** Of each copy of the runner its own, because copies may share their packages. */
const cache = join(
  runner,
  '../node_modules/.cache/socket-workbook',
  createHash('sha256').update(runner).digest('hex').slice(0, 16),
)

/**
 * Never rejects: what goes wrong is told on stderr and by the exit code.
 * @param {string} program its path in the runner, without its ending
 */
module.exports = async function load(program) {
  // Errors of ours are told in one line; only who wants to know more needs to know where.
  if (process.argv.includes('--verbose')) process.setSourceMapsEnabled(true)
  try {
    await import(pathToFileURL(await findFile(program)).href)
  } catch (error) {
    process.stderr.write(describe(error))
    process.exitCode = 2
  }
}

/** Finds the file to load, which Node understands from then on. */
async function findFile(program) {
  const folder = findCompiled() ?? (await compile())
  if (folder !== undefined) return join(folder, `${program}.mjs`)
  const { register } = await import('tsx/esm/api')
  register()
  return join(runner, `${program}.ts`)
}

/**
 * The folder of what was compiled, if nothing that went into it has been touched since, and nothing in it either: it lies
 * where any program of this user can write, those that are judged included.
 */
function findCompiled() {
  try {
    const { folder, seal: expected, inputs } = JSON.parse(readFileSync(join(cache, 'current.json'), 'utf8'))
    const isFresh = inputs.every(([file, changedMs, size]) => {
      const now = statSync(file)
      return now.mtimeMs === changedMs && now.size === size
    })
    return isFresh && seal(folder) === expected ? folder : undefined
  } catch {
    return undefined
  }
}

/** Where the packages cannot be written, or esbuild does not run here, tsx does the same without leaving anything. */
async function compile() {
  try {
    return await require('./compile-runner.cjs')(runner, cache)
  } catch {
    return undefined
  }
}

function describe(error) {
  if (error && error.code === 'ERR_MODULE_NOT_FOUND' && /'tsx'/.test(error.message))
    return 'The packages are not installed yet. Run this once: npm ci\n'
  return `The workbook could not start. This is our mistake, not yours.\n${error && error.stack}\n`
}
