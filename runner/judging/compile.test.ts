import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readdir, realpath, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { compilePrograms } from './compile.ts'

/** Below the workbook, as a copy is, so that tsx is found from there. */
const root = resolve(import.meta.dirname, '../..')

async function makeCopy(files: Readonly<Record<string, string>>) {
  const parent = join(root, 'node_modules/.cache')
  await mkdir(parent, { recursive: true })
  const home = await realpath(await mkdtemp(join(parent, 'socket-workbook-compile-')))
  const folder = join(home, '01-test')
  for (const [name, text] of Object.entries({ '../package.json': '{ "type": "module" }', ...files })) {
    await mkdir(join(folder, name, '..'), { recursive: true })
    await writeFile(join(folder, name), text)
  }
  const isGiven = (name: string) => name === 'given/ours.ts'
  return {
    home,
    folder,
    compile: () => compilePrograms({ home, folder, isGiven }),
    [Symbol.asyncDispose]: () => rm(home, { recursive: true, force: true }),
  }
}

function run(args: readonly string[], cwd: string): Promise<string> {
  return new Promise((done) =>
    execFile(process.execPath, [...args, 'word'], { cwd, env: { NO_COLOR: '1' } }, (error, stdout, stderr) =>
      done(`${error ? String(error.code) : 'exit 0'}\n${stdout}${stderr}`),
    ),
  )
}

/** Programs that could behave otherwise when they are compiled, each of them for a reason of its own. */
const telling: Readonly<Record<string, string>> = {
  'asks for its own name': 'console.log(process.argv[1])',
  'goes through all words': 'for (const word of process.argv) console.log(word)',
  'hands process on': 'const p = process; console.log(p.argv[1])',
  'takes argv out of process': 'const { argv } = process; console.log(argv[1])',
  'imports argv': `import { argv } from 'node:process'; console.log(argv[1])`,
  'imports process by another name': `import * as p from 'node:process'; console.log(p.argv[1])`,
  'spells process in parts': `console.log(process['ar' + 'gv'][1])`,
  'is spelt with an escape': 'console.log(pr\\u006fcess.argv[1])',
  'has a main guard': `import { pathToFileURL } from 'node:url'
    if (import.meta.url === pathToFileURL(String(process.argv.at(1))).href) console.log('main')`,
  'asks where it lies': 'console.log(import.meta.dirname)',
  'has a main guard in a module': `import { isMain } from './lib/main.ts'; console.log(isMain)`,
  'imports what a variable names': `const name = './lib/plain.ts'; console.log(await import(name))`,
  'forks a file beside it': `import { fork } from 'node:child_process'
    if (process.send) process.send('hello')
    else fork(new URL('./server.ts', import.meta.url)).on('message', console.log)`,
  'forks its own file': `import { fork } from 'node:child_process'
    if (process.send) process.send('hello'); else fork('server.ts').on('message', console.log)`,
  'can start anything': `import * as children from 'node:child_process'; console.log(typeof children.fork)`,
  'uses a cluster': `import cluster from 'node:cluster'
    if (cluster.isPrimary) cluster.fork().on('exit', (code) => console.log('worker', code)); else process.exit(5)`,
  'is a worker of itself': `import { Worker, isMainThread } from 'node:worker_threads'
    if (isMainThread) new Worker('console.log(1)', { eval: true })`,
  evaluates: `console.log(eval('process').argv[1])`,
  'makes a function': `console.log((() => {}).constructor('return process.argv[1]')())`,
  'asks for require': 'console.log(typeof require)',
  'completes a name': `import { plain } from './lib/plain'; console.log(plain)`,
  'names what it is compiled to': `import { plain } from './lib/plain.js'; console.log(plain)`,
  'reads its flags': 'console.log(process.execArgv.length > 0)',
  'has a mistake': 'const = 1',
  'imports what is not there': `import './nowhere.ts'`,
}

const plain: Readonly<Record<string, string>> = {
  'starts commands': `import { execFile, spawn as start } from 'node:child_process'
    start('echo', ['$(id)'], { stdio: ['ignore', 'inherit', 'inherit'] }).on('close', (...how) => {
      console.log(...how)
      execFile('pwd', (error, text) => console.log(error, text))
    })`,
  'reads its words':
    'const [, , text] = process.argv; console.log(text, process.argv.slice(2), process.argv[2])',
  'looks for a flag': `console.log(process.argv.includes('--flag'), process.env.NO_COLOR)`,
  'has an import of its own': `import process from 'node:process'; console.log(process.argv[2])`,
  'speaks of import.meta.url': `// import.meta.url, process.argv[1]\nconsole.log(1)`,
  'imports in a chain': `import { late } from './lib/chain.ts'; console.log(late, await import('./lib/plain.ts'))`,
  'uses a const too early': 'console.log(typeof late); const late = 1; console.log(late)',
  'throws in a module': `import { fail } from './lib/fails.ts'; fail()`,
  'throws an error with a class': `class TooMuch extends Error {}\n\nthrow new TooMuch('x')`,
  'takes a name that is not exported': `import { nothing } from './lib/plain.ts'; console.log(nothing)`,
  'has a pattern that no regular expression is': 'console.log(/[b-a]/)',
  'knows the names of its functions': `const add = (a: number) => a; console.log(add.name, add.toString())`,
}

const library = {
  'lib/plain.ts': 'export const plain: number = 1\n',
  'lib/main.ts': 'export const isMain = process.argv[1] === import.meta.filename\n',
  'lib/chain.ts': `import { plain } from './plain.ts'\nexport const late = plain + 1\n`,
  'lib/fails.ts': `interface Nothing {}\nexport function fail(): Nothing {\n  throw new RangeError('no')\n}\n`,
}

test.each(Object.entries(telling))('a program that %s goes through tsx', async (_what, program) => {
  await using copy = await makeCopy({ ...library, 'server.ts': program })
  expect(Object.keys(await copy.compile())).toEqual([])
})

test.concurrent.each(Object.entries(plain))(
  'a program that %s is compiled, and prints the same as through tsx',
  async (_what, program) => {
    await using copy = await makeCopy({ ...library, 'server.ts': program })
    const compiled = (await copy.compile())['server.ts'] ?? ''
    expect(compiled).not.toBe('')
    const [fast, typed] = await Promise.all([
      run(['--enable-source-maps', compiled], copy.folder),
      run(['--import', import.meta.resolve('tsx'), join(copy.folder, 'server.ts')], copy.folder),
    ])
    const shown = (text: string) =>
      text.replaceAll(join(copy.home, '.compiled/01-test'), copy.folder).replaceAll('.ts.mjs', '.ts')
    expect(shown(fast)).toBe(typed)
  },
)

test('nothing is added to the folder in which a program runs', async () => {
  await using copy = await makeCopy({ 'server.ts': 'console.log(1)', 'a.txt': '' })
  await copy.compile()
  expect((await readdir(copy.folder)).sort()).toEqual(['a.txt', 'server.ts'])
})

test('a file that the lesson gives is handed a file beside whoever asks, and finds it compiled', async () => {
  const ours = `import { existsSync } from 'node:fs'
export const look = (file: URL) => console.log(existsSync(new URL(file.href + '.mjs')), import.meta.url.length > 0)`
  const program = `import { look } from './given/ours.ts'\nlook(new URL('./worker.ts', import.meta.url))\n`
  await using copy = await makeCopy({
    'given/ours.ts': ours,
    'server.ts': program,
    'worker.ts': 'console.log(1)',
  })
  const { 'server.ts': compiled = '' } = await copy.compile()
  expect(await run([compiled], copy.folder)).toBe('exit 0\ntrue true\n')
  // A worker that has to go through tsx takes whoever starts it with it.
  await writeFile(join(copy.folder, 'worker.ts'), 'console.log(process.argv[1])')
  expect(Object.keys(await copy.compile())).not.toContain('server.ts')
})
