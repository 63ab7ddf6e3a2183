import { readdir } from 'node:fs/promises'
import { hostname, userInfo } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createTemporaryWorkbook } from '../../testing/temporary-workbook.ts'

/** A server that says wherever it can whose machine it runs on, and answers wrongly. */
const talkative = `import { createServer } from 'node:net'
import { homedir } from 'node:os'
// ada wrote this
const home = '%HOME%'
console.log(process.cwd(), homedir(), process.env['USER'] ?? 'ada', home)
console.error(new Error('look').stack)
const server = createServer((socket) => {
  socket.on('data', () => socket.end(\`\${home}/x\`))
  socket.on('error', () => {})
})
server.listen(Number(process.env['PORT'] ?? 9909), '127.0.0.1')
`

test('a report tells all of the lesson and nothing of whose machine it is', async () => {
  await using workbook = await createTemporaryWorkbook()
  const home = join(workbook.root, 'homes/ada lovelace')
  await workbook.beginFirst()
  await workbook.write('work/01-upper-case/server.ts', talkative.replace('%HOME%', home))
  await workbook.write('work/01-upper-case/picture.bin', 'a\0b')
  await workbook.write('work/01-upper-case/long.txt', 'line\n'.repeat(20_000))
  const env = {
    HOME: home,
    USER: 'ada',
    LOGNAME: 'ada',
    npm_config_user_agent: 'npm/10.8.2 node/v20',
    SECRET: 'x-ray',
  }
  await workbook.run(['check', '1'], { env })
  await workbook.run(['hint', '1'], { env })
  const { exitCode, stdout, stderr } = await workbook.run(['lesson', '1', 'report'], { env })
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
  const [name = '', ...others] = await readdir(join(workbook.root, 'work/reports'))
  expect(others).toEqual([])
  expect(stdout).toContain(`work/reports/${name}`)
  expect(stdout.replaceAll(/\s+/g, ' ')).toContain('Nothing is sent anywhere')

  const report = await workbook.read(`work/reports/${name}`)
  for (const part of [
    'A report on lesson 1, Upper case',
    /^npm +10\.8\.2$/m,
    /^Node +\d+\.\d+/m,
    /^passed {2}listens, \d+ ms$/m,
    /^FAILED {2}answers as it should \(other bytes than due\), \d+ ms$/m,
    'Checked 1 time.',
    'Hints read: 1 of 2.',
    /^\d+\. [\d.]+ ms: .* connects to your server$/m,
    '◀',
    /^server\.ts +\d+ lines added, \d+ removed$/m,
    /^given\/words\.ts +as in the starter$/m,
    '-- picture.bin (3 bytes): not a text, left out',
    '-- the last 34,464 bytes of long.txt are left out',
    '// ada wrote this',
    "const home = '~'",
    'Error: look',
  ])
    expect(report).toMatch(part)
  const withoutTheirFile = report
    .replace('// ada wrote this', '')
    .replaceAll('line\n', '')
    .replace("?? 'ada'", '')
  const names = [home, workbook.root, workbook.env['PATH'] ?? '', 'x-ray', userInfo().homedir]
  const secrets = [...names, /\bada\b/i, 'lovelace', ...(hostname() === 'localhost' ? [] : [hostname()])]
  for (const secret of secrets.filter((secret) => secret !== '/'))
    expect(withoutTheirFile).not.toMatch(secret)

  const again = await workbook.run(['lesson', '1', 'report'], { env })
  expect(again.exitCode).toBe(0)
  expect(await readdir(join(workbook.root, 'work/reports'))).toHaveLength(2)
  // It is no try.
  expect(JSON.parse(await workbook.read('work/progress.json'))).toMatchObject({
    lessons: { 'upper-case': { attempts: 1, sameFailures: 1 } },
  })
})

test('a report of a pass, of a checker that is broken, and of a lesson that was not begun', async () => {
  await using workbook = await createTemporaryWorkbook()
  const unbegun = await workbook.run(['lesson', '1', 'report'])
  expect(unbegun).toMatchObject({ exitCode: 2, stdout: '' })
  expect(unbegun.stderr).toContain('you have not begun lesson 1')
  await workbook.beginFirst()
  await workbook.solveFirst()
  for (const letter of 'abcde')
    await workbook.write(`work/01-upper-case/big-${letter}.txt`, 'line\n'.repeat(14_000))
  expect((await workbook.run(['lesson', '1', 'report'])).stdout.replaceAll(/\s+/g, ' ')).toContain(
    '(they passed)',
  )
  await workbook.write('lessons/01-upper-case/check.test.ts', `throw new Error('broken in ${workbook.root}')`)
  const broken = await workbook.run(['lesson', '1', 'report'])
  expect(broken.exitCode).toBe(0)
  const names = (await readdir(join(workbook.root, 'work/reports'))).sort()
  const reports = await Promise.all(names.map((name) => workbook.read(`work/reports/${name}`)))
  const [passed] = reports.filter((report) => /^Judged at .*: passed$/m.test(report))
  expect(passed).toContain('-- big-d.txt (70,000 bytes)\n')
  expect(passed).toContain('left out for its size: big-e.txt (70,000 bytes)')
  const [told] = reports.filter((report) => /^Judged at .*: broken$/m.test(report))
  expect(told).toContain('broken in .')
  expect(told).not.toContain(workbook.root)
})

test('a report that cannot be written is said', async () => {
  await using workbook = await createTemporaryWorkbook()
  await workbook.beginFirst()
  await workbook.write('work/reports', '')
  const { exitCode, stderr } = await workbook.run(['lesson', '1', 'report'])
  expect(exitCode).toBe(2)
  expect(stderr).toContain('The report could not be written')
})
