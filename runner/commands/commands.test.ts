import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import * as v from 'valibot'
import { parseResult } from '../results/result.ts'
import { findProcesses } from '../testing/processes.ts'
import { createTemporaryWorkbook } from '../testing/temporary-workbook.ts'

test('without a terminal, start says where to begin, and later where the learner left off', async () => {
  await using workbook = await createTemporaryWorkbook()
  const first = await workbook.run(['start'])
  expect(first).toMatchObject({ exitCode: 0, stderr: '' })
  expect(first.stdout).toContain('npm run lesson 1')
  expect(first.stdout).toContain('2 lessons, 0 done')
  await workbook.run(['lesson', '1'])
  const later = await workbook.run(['start'])
  expect(later.exitCode).toBe(0)
  expect(later.stdout).toContain('Lesson 1, Upper case: failed moments ago at "answers as it should"')
})

test('without a terminal, start names the page that closes the course when all lessons are done', async () => {
  await using workbook = await createTemporaryWorkbook()
  const page = 'lessons/closing.md'
  await workbook.write(page, '# Where you are now\n')
  await rm(join(workbook.root, 'lessons/02-lower-case'), { recursive: true })
  await workbook.beginFirst()
  expect((await workbook.run(['start'])).stdout).not.toContain(page)
  await workbook.solveFirst()
  await workbook.run(['check', '1'])
  const { stdout } = await workbook.run(['start'])
  expect(stdout).toContain('All lessons are done.')
  expect(stdout).toContain(page)
})

test('without a terminal, a lesson is its text, its check and the exit code of the verdict', async () => {
  await using workbook = await createTemporaryWorkbook()
  const failed = await workbook.run(['lesson', 'upper'])
  expect(failed).toMatchObject({ exitCode: 1, stderr: '' })
  expect(failed.stdout).toContain('The first words of Upper case.')
  expect(failed.stdout).toContain('Failed: answers as it should (other bytes than due)')
  expect(failed.stdout.replaceAll('\n', ' ')).toContain("are still the starter's")
  await workbook.solveFirst()
  const passed = await workbook.run(['lesson', '01-upper-case'])
  expect(passed).toMatchObject({ exitCode: 0, stderr: '' })
  expect(passed.stdout).not.toContain("starter's")
  expect((await workbook.run(['list'])).stdout).toMatch(/1\. Upper case: done/)
})

test('check judges any folder from where the user stands or from the root, and only their own is progress', async () => {
  await using workbook = await createTemporaryWorkbook()
  expect(await workbook.run(['check', '1', 'solutions/01-upper-case'])).toMatchObject({ exitCode: 0 })
  expect(await workbook.run(['check', '1', 'lessons/01-upper-case/starter'])).toMatchObject({ exitCode: 1 })
  const env = { INIT_CWD: join(workbook.root, 'solutions') }
  expect(await workbook.run(['check', '1', '01-upper-case'], { env })).toMatchObject({ exitCode: 0 })
  expect((await workbook.run(['list'])).stdout).toContain('0 done')
  expect(await workbook.run(['check', '1'])).toMatchObject({ exitCode: 2 })
  await workbook.solveFirst()
  expect(await workbook.run(['check', '1', 'work/01-upper-case'])).toMatchObject({ exitCode: 0 })
  expect((await workbook.run(['list'])).stdout).toContain('1 done')
  expect(await findProcesses(join(workbook.root, 'work/.stage'))).toEqual([])
})

test.each([['--report', 'mine.json'], ['--report=mine.json']])(
  'check writes the result: %s %s',
  async (...flags) => {
    await using workbook = await createTemporaryWorkbook()
    await mkdir(join(workbook.root, 'sub'))
    const options = { env: { INIT_CWD: join(workbook.root, 'sub') } }
    const { exitCode } = await workbook.run(['check', '1', 'solutions/01-upper-case', ...flags], options)
    expect(exitCode).toBe(0)
    const result = parseResult(JSON.parse(await workbook.read('sub/mine.json')))
    expect(result).toMatchObject({ verdict: 'passed', expectedChecks: 2 })
    expect(await readdir(join(workbook.root, 'sub'))).toEqual(['mine.json'])
  },
)

test('a result that cannot be written is said, after the verdict', async () => {
  await using workbook = await createTemporaryWorkbook()
  const result = await workbook.run([
    'check',
    '1',
    'solutions/01-upper-case',
    '--report',
    'no/such/folder.json',
  ])
  expect(result.exitCode).toBe(2)
  expect(result.stdout).toContain('Passed: Lesson 1')
  expect(result.stderr).toContain('The result could not be written')
})

test.each([
  [['lesson', '7'], 'There is no lesson "7"', 'Did you mean 2 (lower-case)'],
  [['check', 'uper-case'], 'There is no lesson "uper-case"', '1 (upper-case)'],
  [['lesson', 'case'], 'fits more than one lesson', '2 (lower-case)'],
  [['port'], 'A word is missing', 'npm run port 9909'],
  [['list', 'all'], 'There is a word too many: "all"', 'npm run list'],
  [['check', '1', '--watch'], 'There is no flag --watch here', '-- --report FILE'],
  [['hint', '1', 'x'], '"x" is not one', 'npm run hint [3] [2]'],
  [['hint', '1', '3'], 'has hints 1 to 2', 'npm run hint 1'],
  [['diff', '1', 'yours'], 'Lesson 1 has no alternative "yours"', 'npm run solution 1'],
  [['solution', '1', 'yours'], 'Lesson 1 has no alternative "yours"', 'npm run solution 1'],
  [['chek', '1'], 'There is no command "chek"', 'Did you mean check? All commands: npm run help'],
  [[], 'No command was named', 'npm run help'],
])(
  'wrong usage %j is exit code 3, with what is wrong and what would be right',
  async (args, message, remedy) => {
    await using workbook = await createTemporaryWorkbook()
    const result = await workbook.run(args)
    expect(result).toMatchObject({ exitCode: 3, stdout: '' })
    expect(result.stderr.replaceAll('\n', ' ')).toContain(message)
    expect(result.stderr.replaceAll('\n', ' ')).toContain(remedy)
  },
)

test('help lists every command, and --help tells all about one', async () => {
  await using workbook = await createTemporaryWorkbook()
  const all = await workbook.run(['help'])
  expect(all).toMatchObject({ exitCode: 0, stderr: '' })
  const { scripts } = v.parse(
    v.object({ scripts: v.record(v.string(), v.string()) }),
    JSON.parse(await workbook.read('package.json')),
  )
  const names = Object.keys(scripts).filter((name) => scripts[name]?.includes('boot.cjs'))
  for (const name of names) expect(all.stdout).toContain(name === 'start' ? 'npm start' : `npm run ${name}`)
  const ways = [
    ['check', '--help'],
    ['check', '1', '-h'],
    ['help', 'check'],
  ]
  for (const words of ways) {
    const { exitCode, stdout } = await workbook.run(words)
    expect(exitCode).toBe(0)
    expect(stdout).toMatch(/npm run check \[3\] \[FOLDER\][^]*--report FILE +writes the verdict/)
  }
})

test('without a number a command means the lesson that the learner is at, and before that the first', async () => {
  await using workbook = await createTemporaryWorkbook()
  expect((await workbook.run(['hint'])).stdout).toContain('capitals')
  await workbook.run(['lesson', '2'])
  expect((await workbook.run(['check'])).stdout).toContain('Lesson 2, Lower case')
  expect((await workbook.run(['diff', 'starter'])).stdout).toContain('work/02-lower-case')
  expect((await workbook.run(['hint'])).stdout).toContain('small letters')
  expect((await workbook.run(['lesson', 'report'])).stdout).toContain('work/reports/02-lower-case')
  expect((await workbook.run(['reset'])).stdout).toContain('work/02-lower-case')
  expect((await workbook.run(['solution', '--anyway'])).stdout).toContain('solutions/02-lower-case')
})

test('a flag that npm kept for itself is not passed over in silence', async () => {
  await using workbook = await createTemporaryWorkbook()
  const env = { npm_config_report: 'mine.json' }
  const result = await workbook.run(['check', '1', 'solutions/01-upper-case'], { env })
  expect(result).toMatchObject({ exitCode: 3, stdout: '' })
  expect(result.stderr).toContain('npm kept --report for itself.')
})

test('a hint of a lesson that was not opened begins nothing', async () => {
  await using workbook = await createTemporaryWorkbook()
  await workbook.run(['hint', '2'])
  expect((await workbook.run(['list'])).stdout).toContain('2. Lower case: not started')
  expect((await workbook.run(['diff', '2'])).stderr).toContain('you have not begun lesson 2')
  expect((await workbook.run(['start'])).stdout).toContain('npm run lesson 1')
})

test('a hint of a lesson that was not opened leads nobody away from theirs', async () => {
  await using workbook = await createTemporaryWorkbook()
  await workbook.beginFirst()
  await workbook.run(['check', '1'])
  await workbook.run(['hint', '2'])
  expect((await workbook.run(['start'])).stdout).toContain('Go on with lesson 1')
})

test('hints come one at a time', async () => {
  await using workbook = await createTemporaryWorkbook()
  expect((await workbook.run(['hint', '1'])).stdout).toMatch(/hint 1 of 2[^]*capitals[^]*npm run hint 1/i)
  expect((await workbook.run(['hint', '1'])).stdout).toMatch(/hint 2 of 2[^]*a string has a method/i)
  expect((await workbook.run(['hint', '1'])).stdout).toMatch(/hint 2 of 2/i)
  expect((await workbook.run(['hint', '1', '1'])).stdout).toMatch(/hint 1 of 2/i)
})

test('after a failure the hint that fits comes first, the next when it has come again, and after a pass all', async () => {
  await using workbook = await createTemporaryWorkbook()
  await workbook.beginFirst()
  const three = ['## One', '## Two\n\nFor: wrong-bytes\n\nThe second.', '## Three\n\nThe third.']
  await workbook.write('lessons/01-upper-case/hints.md', three.join('\n\n'))
  const read = async () => (await workbook.run(['hint', '1'])).stdout
  await workbook.run(['check', '1'])
  const first = await read()
  expect(first).toMatch(/^Hint 2 of 3\s+fits what you were told\n[^]*The second\./)
  expect(first).not.toContain('For:')
  expect(first).toContain('To read it now: npm run hint 1 3')
  expect(await read()).toMatch(/^Hint 2 of 3\n/)
  await workbook.run(['check', '1'])
  expect(await read()).toMatch(/^Hint 3 of 3\n/)
  await workbook.solveFirst()
  await workbook.run(['check', '1'])
  expect(await read()).toMatch(/Hint 1 of 3[^]*Hint 2 of 3[^]*Hint 3 of 3[^]*The third\./)
})

test('the solution opens once the lesson has passed, or with --anyway', async () => {
  await using workbook = await createTemporaryWorkbook()
  await workbook.beginFirst()
  for (const args of [
    ['solution', '1'],
    ['diff', '1', 'solution'],
  ]) {
    const closed = await workbook.run(args)
    expect(closed).toMatchObject({ exitCode: 1, stdout: '' })
    expect(closed.stderr).toContain('npm run hint 1')
    expect((await workbook.run([...args, '--anyway'])).stdout).toContain('toUpperCase')
  }
  await workbook.solveFirst()
  await workbook.run(['check', '1'])
  const open = await workbook.run(['solution', '1'])
  expect(open.exitCode).toBe(0)
  expect(open.stdout).toContain('solutions/01-upper-case/server.ts')
  expect(open.stdout).not.toContain('a mistake')
  const missing = await workbook.run(['diff', '1', 'solution'])
  // What a lesson gives is no part of an answer, and its absence there is no difference.
  expect(missing.stdout).not.toContain('given')
})

test('with the solution come the alternatives, each with what is different, to look at and to compare with', async () => {
  await using workbook = await createTemporaryWorkbook()
  const other = `// Does the same in one line. Choose it where a line is enough.\n${await workbook.read('solutions/01-upper-case/server.ts')}`
  await workbook.write('solutions/01-upper-case/alternatives/in-a-line/server.ts', other)
  await workbook.beginFirst()
  expect(await workbook.run(['solution', '1', 'in-a-line'])).toMatchObject({ exitCode: 1, stdout: '' })
  await workbook.solveFirst()
  const passed = (await workbook.run(['check', '1'])).stdout
  for (const command of ['npm run solution 1', 'npm run diff 1 solution', 'npm run lesson 2'])
    expect(passed).toContain(command)
  const { stdout } = await workbook.run(['solution', '1'])
  expect(stdout.replaceAll(/\s+/g, ' ')).toContain(
    'npm run solution 1 in-a-line Does the same in one line. Choose it where a line is enough.',
  )
  const shown = await workbook.run(['solution', '1', 'in-a-line'])
  expect(shown.exitCode).toBe(0)
  expect(shown.stdout).toContain('solutions/01-upper-case/alternatives/in-a-line/server.ts')
  expect(shown.stdout).toContain('npm run diff 1 in-a-line')
  const diff = await workbook.run(['diff', '1', 'in-a-line'])
  expect(diff.stdout).toContain('+++ solutions/01-upper-case/alternatives/in-a-line/server.ts')
  expect(diff.stdout).toContain('+// Does the same in one line.')
  expect((await workbook.run(['solution', '1', 'in-line'])).stderr).toContain('It has in-a-line.')
})

test('diff shows what the learner has changed', async () => {
  await using workbook = await createTemporaryWorkbook()
  expect(await workbook.run(['diff', '1'])).toMatchObject({ exitCode: 2, stdout: '' })
  await workbook.beginFirst()
  expect((await workbook.run(['diff', '1'])).stdout.replaceAll('\n', ' ')).toContain(
    'the same as those in lessons/01-upper-case/starter',
  )
  await workbook.solveFirst()
  const plain = await workbook.run(['diff', '1', 'starter'])
  expect(plain.stdout).toContain("-  socket.on('data', (chunk) => socket.end(chunk))")
  expect(plain.stdout).toContain(
    "+  socket.on('data', (chunk) => socket.end(chunk.toString().toUpperCase()))",
  )
  expect(plain.stdout).not.toContain('\x1b[')
  const narrow = (await workbook.run(['diff', '1'], { columns: 40, plain: false })).stdout
  // Each row of a line that is broken keeps its sign.
  expect(narrow).toContain('+socket.end(chunk.toString()')
  await workbook.write('work/01-upper-case/given/lab.ts', 'given\n')
  const other = await workbook.run(['diff', '1', 'solution', '--anyway'])
  expect(other.stdout).not.toContain('given')
  const coloured = await workbook.run(['diff', '1'], { env: { FORCE_COLOR: '1' } })
  expect(coloured.stdout).toContain('\x1b[32m+')
  const both = await workbook.run(['diff', '1'], { env: { FORCE_COLOR: '1', NO_COLOR: '1' } })
  expect(both.stdout).not.toContain('\x1b[')
})

test('reset keeps the old attempt and says where', async () => {
  await using workbook = await createTemporaryWorkbook()
  await workbook.beginFirst()
  await workbook.write('work/01-upper-case/server.ts', '// mine\n')
  const { exitCode, stdout } = await workbook.run(['reset', '1'])
  expect(exitCode).toBe(0)
  const kept = /work\/01-upper-case\.before-\S+/.exec(stdout)?.[0] ?? ''
  expect(await workbook.read(`${kept}/server.ts`)).toBe('// mine\n')
})

test('a starter that changed upstream and a file that is gone are told', async () => {
  await using workbook = await createTemporaryWorkbook()
  await workbook.beginFirst()
  await workbook.write('lessons/01-upper-case/starter/server.ts', '// new\n')
  await rm(join(workbook.root, 'work/01-upper-case/given/words.ts'))
  const { stdout } = await workbook.run(['lesson', '1'])
  expect(stdout.replaceAll('\n', ' ')).toContain('has changed since you began (server.ts)')
  expect(stdout.replaceAll('\n', ' ')).toContain('there is no given/words.ts')
  expect(stdout).toContain('npm run reset 1')
})

test('a lesson whose checker is missing or cannot load is ours: exit code 2, no verdict', async () => {
  await using workbook = await createTemporaryWorkbook()
  await rm(join(workbook.root, 'lessons/01-upper-case/check.test.ts'))
  const missing = await workbook.run(['check', '1', 'solutions/01-upper-case'])
  expect(missing.exitCode).toBe(2)
  expect(missing.stdout).toContain('This is our mistake, not yours.')
  expect(missing.stdout).toContain('check.test.ts')
  await workbook.write('lessons/01-upper-case/check.test.ts', 'this is no program')
  const broken = await workbook.run(['check', '1', 'solutions/01-upper-case'])
  expect(broken.exitCode).toBe(2)
  expect(broken.stdout).toContain('This is our mistake, not yours.')
})

test('a lesson without a text is refused, and can still be checked', async () => {
  await using workbook = await createTemporaryWorkbook()
  await rm(join(workbook.root, 'lessons/01-upper-case/README.md'))
  const read = await workbook.run(['lesson', '1'])
  expect(read).toMatchObject({ exitCode: 2, stdout: '' })
  expect(read.stderr).toContain('README.md is missing')
  expect(await workbook.run(['check', '1', 'solutions/01-upper-case'])).toMatchObject({ exitCode: 0 })
})

test('a file in the place of work/ is one clear sentence', async () => {
  await using workbook = await createTemporaryWorkbook()
  await workbook.write('work', 'I am a file.')
  expect(await workbook.run(['start'])).toMatchObject({ exitCode: 0, stderr: '' })
  const lesson = await workbook.run(['lesson', '1'])
  expect(lesson.exitCode).toBe(2)
  expect(lesson.stderr).toContain('work/01-upper-case could not be made')
  expect(lesson.stderr).not.toContain('    at ')
  // A hint does not depend on being remembered.
  const hint = await workbook.run(['hint', '1'])
  expect(hint).toMatchObject({ exitCode: 0 })
  expect(hint.stdout).toContain('capitals')
  expect(hint.stderr).toContain('Your progress could not be saved')
})

test('a progress file that cannot be written does not hide the verdict', async () => {
  await using workbook = await createTemporaryWorkbook()
  await workbook.beginFirst()
  await mkdir(join(workbook.root, 'work/progress.json'))
  await workbook.solveFirst()
  const { exitCode, stdout, stderr } = await workbook.run(['check', '1'])
  expect(exitCode).toBe(0)
  expect(stdout).toContain('Passed: Lesson 1')
  expect(stderr).toContain('work/progress.json cannot be read')
})

test.each(['', '{"version":1,"less', '[]'])(
  'damaged progress %j is set aside and said so, once',
  async (text) => {
    await using workbook = await createTemporaryWorkbook()
    await workbook.write('work/progress.json', text)
    const { exitCode, stdout, stderr } = await workbook.run(['list'])
    expect(exitCode).toBe(0)
    expect(stdout).toContain('Upper case')
    const kept = /work\/progress\.damaged-\S+\.json/.exec(stderr)?.[0] ?? ''
    expect(await workbook.read(kept)).toBe(text)
    expect(await workbook.run(['list'])).toMatchObject({ exitCode: 0, stderr: '' })
  },
)

test('progress of a newer workbook is refused and stays as it is', async () => {
  await using workbook = await createTemporaryWorkbook()
  const text = '{"version":99,"lessons":{}}'
  await workbook.write('work/progress.json', text)
  for (const args of [['start'], ['list'], ['solution', '1']]) {
    const { exitCode, stderr } = await workbook.run(args)
    expect(exitCode).toBe(2)
    expect(stderr).toContain('newer workbook')
  }
  await workbook.solveFirst()
  const check = await workbook.run(['check', '1'])
  expect(check).toMatchObject({ exitCode: 0 })
  expect(check.stderr).toContain('newer workbook')
  expect(await workbook.read('work/progress.json')).toBe(text)
})

test('two checks at once both end in the progress', async () => {
  await using workbook = await createTemporaryWorkbook()
  await Promise.all([workbook.runProcess(['lesson', '1']), workbook.runProcess(['lesson', '2'])])
  const { stdout } = await workbook.run(['list'])
  expect(stdout.match(/: failed/g)).toHaveLength(2)
})

test('a reader that leaves early is no mistake', async () => {
  await using workbook = await createTemporaryWorkbook()
  const script = `"${process.execPath}" "${workbook.door[0]}" lesson 1 | head -1; echo "codes \${PIPESTATUS[0]}"`
  const { stdout, stderr } = await promisify(execFile)('bash', ['--norc', '-c', script], {
    env: workbook.env,
  })
  expect(stderr).toBe('')
  expect(stdout).toContain('codes 1')
})

test('a request to end during a check is exit code 130 and leaves nothing', async () => {
  await using workbook = await createTemporaryWorkbook()
  await workbook.write('work/01-upper-case/server.ts', `console.log('up'); setInterval(() => {}, 1000)\n`)
  const runner = spawn(process.execPath, [...workbook.door, 'check', '1'], {
    env: workbook.env,
    stdio: 'ignore',
  })
  const exit = once(runner, 'exit')
  await expect.poll(() => findProcesses(join(workbook.root, 'work/.stage'))).not.toEqual([])
  runner.kill('SIGTERM')
  expect(await exit).toEqual([130, null])
  expect(await findProcesses(workbook.root)).toEqual([])
})

test('a Node that is too old is told what is needed', async () => {
  await using workbook = await createTemporaryWorkbook()
  await workbook.write(
    'old.cjs',
    `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '18.20.4' } })\n`,
  )
  const result = await workbook.runProcess(['start'], {
    nodeArgs: ['--require', join(workbook.root, 'old.cjs')],
  })
  expect(result).toMatchObject({ exitCode: 3, stdout: '' })
  expect(result.stderr).toContain('needs Node 20.19')
  expect(result.stderr).toContain('This is Node 18.20.4')
})

test('a mistake of ours is called one, and all that is known is told on request', async () => {
  await using workbook = await createTemporaryWorkbook()
  // Nobody has foreseen this one.
  await rm(join(workbook.root, 'lessons'), { recursive: true })
  await workbook.write('lessons', 'a file')
  const short = await workbook.run(['list'])
  expect(short.exitCode).toBe(2)
  expect(short.stderr).toContain('This is our mistake, not yours. What happened:')
  expect(short.stderr).not.toContain('    at ')
  expect((await workbook.run(['list', '--verbose'])).stderr).toContain('    at ')
})
