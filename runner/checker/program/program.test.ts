import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readProcessFacts } from '../../processes/process-facts.ts'
import { Program } from './program.ts'
import { Recorder } from '../record/recorder.ts'

let folder = ''
beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'socket-workbook-program-'))))
afterAll(() => rm(folder, { recursive: true, force: true }))

async function start(code: string, options: { terminal: boolean }): Promise<Program> {
  const compiled = join(folder, `${randomUUID()}.mjs`)
  await writeFile(compiled, code)
  await writeFile(join(folder, 'client.ts'), '')
  const subject = {
    folder,
    shownAs: 'work/00-test',
    mark: randomUUID(),
    loader: 'unused:',
    compiled: { 'client.ts': compiled },
  }
  return Program.start(subject, new Recorder(), { role: 'client', file: 'client.ts', port: 1, ...options })
}

describe.skipIf(process.platform === 'win32')('a program on a terminal', () => {
  test('sees a terminal, and can be asked and answered', async () => {
    const program = await start(
      `console.log('tty', process.stdin.isTTY, process.stdout.isTTY, process.stderr.isTTY, process.stdout.columns)
       process.stdin.once('data', (line) => { console.error('got ' + line); process.exit(3) })`,
      { terminal: true },
    )
    const next = await program.expectOutput('tty true true true 80\n', 'what it sees')
    program.typeLine('grüße')
    await program.expectOutput('got grüße\n', 'what was typed', next)
    await program.closed
    expect(program.exit).toEqual({ code: 3, signal: null })
  })

  test('is heard after a flood, and its bytes are kept as they were', async () => {
    const program = await start(
      `process.stdout.write('x'.repeat(600_000) + 'ready')
       process.stdin.once('data', () => process.stdout.write(Buffer.from([0x9b, 0x41])))`,
      { terminal: true },
    )
    const next = await program.expectOutput('ready', 'that it is ready')
    expect(next).toBe(600_005)
    const mark = program.rawLength
    program.typeLine('go on')
    await program.expectOutput('A', 'a byte and a letter', next)
    expect(program.rawSince(mark).includes(0x9b)).toBe(true)
    await program.endNow()
  })

  test('gets the end of its input by Ctrl-D', async () => {
    const program = await start(
      `console.log('ready'); process.stdin.on('data', () => {}).on('end', () => console.log('over'))`,
      { terminal: true },
    )
    await program.expectOutput('ready', 'that it is ready')
    program.endInput()
    await program.expectExit(0, 'after Ctrl-D')
    expect(program.stdout).toContain('over')
  })

  test('is interrupted by Ctrl-C', async () => {
    const program = await start(`console.log('ready'); process.stdin.resume()`, { terminal: true })
    await program.expectOutput('ready', 'that it is ready')
    program.type('\x03')
    await program.closed
    expect(program.exit).toEqual({ code: null, signal: 'SIGINT' })
  })

  test('loses nothing that it printed last', async () => {
    const program = await start(`process.stdout.write('x'.repeat(200000) + 'last')`, { terminal: true })
    await program.closed
    expect(program.stdout).toHaveLength(200_004)
    expect(program.stdout.endsWith('last')).toBe(true)
  })

  test('shows its escape sequences in the raw output alone', async () => {
    const program = await start(`process.stdout.write('\\x1b[31mred\\x1b[0m')`, { terminal: true })
    await program.closed
    expect(program.stdout).toBe('red')
    expect(program.rawSince(0).toString()).toBe('\x1b[31mred\x1b[0m')
  })

  test('crashes with a sentence like one on pipes', async () => {
    const program = await start(`throw new TypeError('no such thing')`, { terminal: true })
    await program.closed
    expect(program.crash?.message).toBe('TypeError: no such thing')
  })

  test('has not crashed if it handled the error, whatever it printed of it', async () => {
    const program = await start(`console.error(new TypeError('no such thing'))`, { terminal: true })
    await program.closed
    expect(program.stdout).toMatch(/TypeError: no such thing\s+at /)
    expect(program.crash).toBeUndefined()
  })

  test('is ended with its tree, although it ignores SIGHUP', async () => {
    const program = await start(
      `import { spawn } from 'node:child_process'
       process.on('SIGHUP', () => {})
       const child = spawn('sleep', ['1000'], { stdio: 'inherit' })
       console.log('child ' + child.pid)`,
      { terminal: true },
    )
    await program.expectOutput('child ', 'its child')
    await program.expectOutput('\n', 'the line')
    const child = Number(/child (\d+)/.exec(program.stdout)?.[1])
    await program.endNow()
    expect(program.exit).toEqual({ code: null, signal: 'SIGKILL' })
    expect(isAlive(child)).toBe(false)
  })
})

test.each([
  ['throws an error', `throw new TypeError('no such thing')`, 'TypeError: no such thing'],
  ['throws something else', `throw 'words'`, /./],
  ['handles an error and says so', `console.error(new TypeError('x')); process.exitCode = 1`, undefined],
  ['says on what it runs', `console.error('Node.js ' + process.version); process.exitCode = 1`, undefined],
  [
    'says on what it runs, and then handles an error',
    `console.error('on\\nNode.js ' + process.version); console.error(new Error('x')); process.exitCode = 1`,
    undefined,
  ],
])('a program that %s has crashed or not', async (_what, code, error) => {
  const program = await start(code, { terminal: false })
  await program.closed
  if (error === undefined) expect(program.crash).toBeUndefined()
  else expect(program.crash?.message).toMatch(error)
})

test('a character that is cut between two chunks is kept whole in what a program printed', async () => {
  const program = await start(
    `process.stdout.write(Buffer.of(0xc3), () => setTimeout(() => process.stdout.write(Buffer.of(0xbc)), 100))`,
    { terminal: false },
  )
  await program.closed
  expect(program.stdout).toBe('ü')
})

test.skipIf(process.platform === 'win32')(
  'a program on a terminal ends when its watcher is killed',
  async () => {
    const watcher = join(folder, 'watcher.ts')
    const inner = join(folder, 'inner.mjs')
    await writeFile(inner, `process.on('SIGHUP', () => {}); setInterval(() => {}, 1000); console.log('up')`)
    const from = (file: string) => JSON.stringify(new URL(`../../processes/${file}`, import.meta.url).href)
    await writeFile(
      watcher,
      `import { startGuard } from ${from('guard.ts')}
     import { startOnTerminal } from ${from('process-on-terminal.ts')}
     const mark = '${randomUUID()}'
     startGuard().watch(mark)
     const { child, stdout } = startOnTerminal(process.execPath, [${JSON.stringify(inner)}], { cwd: '/', env: {}, mark })
     stdout.once('data', () => { console.log(child.pid); process.kill(process.pid, 'SIGKILL') })`,
    )
    const printed = await new Promise<string>((resolve) =>
      execFile(process.execPath, ['--import', 'tsx', watcher], (_error, stdout) => resolve(stdout)),
    )
    const pid = Number(printed)
    expect(pid).toBeGreaterThan(1)
    await expect.poll(() => isAlive(pid)).toBe(false)
  },
)

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch {
    return false
  }
  // Ended, and not collected yet by whoever is the parent now.
  return readProcessFacts(pid)?.state !== 'Z'
}

describe.concurrent('a complaint', () => {
  const complain = async (code: string) => {
    const program = await start(code, { terminal: false })
    return program.expectComplaint('nobody was listening').then(
      () => 'fine',
      (error: unknown) => (error instanceof Error ? error.message : error),
    )
  }

  test('is one line on stderr, whatever stands on stdout', async () => {
    expect(
      await complain(`console.log('trying'); console.error('refused at 127.0.0.1:1'); process.exitCode = 1`),
    ).toBe('fine')
  })

  test('on stdout is none', async () => {
    expect(await complain(`console.log('refused'); process.exitCode = 1`)).toContain('told on stdout')
  })

  test('in two lines is one too many', async () => {
    expect(await complain(`console.error('oh'); console.error('refused'); process.exitCode = 1`)).toContain(
      'told in 2 lines on stderr',
    )
  })

  test('is no stack trace, and a line that says where is not one', async () => {
    expect(
      await complain(`console.error(Object.assign(new Error('refused'), { code: 1 })); process.exitCode = 1`),
    ).toContain('a stack trace')
    expect(await complain(`console.error('   at 127.0.0.1:9909 nobody listens'); process.exitCode = 1`)).toBe(
      'fine',
    )
  })
})
