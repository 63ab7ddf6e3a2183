import { type ChildProcess, spawn } from 'node:child_process'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import { createInterface } from 'node:readline'
import { expect, test } from 'vitest'
import { isKernelReadable } from '../../processes/proc-files.ts'
import { findFreePort } from '../../processes/claimed-ports.ts'
import { renderLookUp, renderPort } from '../../screens/port.ts'
import { createTemporaryWorkbook, type TemporaryWorkbook } from '../../testing/temporary-workbook.ts'
import { createTerminal } from '../../testing/terminal.ts'
import { endOwner } from './end-owner.ts'
import { listOwners } from '../../ports/holders.ts'
import { readPort } from '../../ports/read-port.ts'
import { english } from '../../language/language.ts'

const screen = { width: 80, colour: false, plain: false, language: english }
const unwrap = (text: string) => text.replaceAll(/\s+/g, ' ')

/** Starts a program by node with tsx, as a learner would, and resolves when it has printed a line. */
async function startProgram(workbook: TemporaryWorkbook, file: string, port: number) {
  const child: ChildProcess = spawn(process.execPath, ['--import', 'tsx', file], {
    cwd: workbook.root,
    env: { ...workbook.env, PORT: String(port) },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exited = once(child, 'exit')
  if (child.stdout) await once(createInterface(child.stdout), 'line')
  return {
    pid: child.pid ?? 0,
    exited,
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGKILL')
      await exited
    },
  }
}

/** A port with a row in TIME_WAIT: that of a client which has ended first and had its port from the system. */
async function leaveTimeWait(): Promise<number> {
  const server = createServer((socket) => socket.resume()).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const client = connect(typeof address === 'object' && address ? address.port : 0, '127.0.0.1')
  await once(client, 'connect')
  const port = client.localPort ?? 0
  client.resume().end()
  await once(client, 'close')
  server.close()
  await once(server, 'close')
  return port
}

test.runIf(isKernelReadable)('a free port', async () => {
  const facts = readPort(await findFreePort(), import.meta.dirname)
  expect(facts).toMatchObject({ holds: [], timeWait: 0 })
  expect(facts && renderPort(facts, screen)).toMatch(/^Port \d+ is free/)
})

test.runIf(isKernelReadable)(
  "a learner's own program is named with its lesson and can be ended",
  async () => {
    await using workbook = await createTemporaryWorkbook()
    await workbook.beginFirst()
    const port = await findFreePort()
    await using program = await startProgram(workbook, 'work/01-upper-case/server.ts', port)
    const facts = readPort(port, workbook.root)
    const [owner] = listOwners(facts?.holds ?? [])
    expect(owner).toMatchObject({
      pid: program.pid,
      program: 'node',
      isSameUser: true,
      lessonProgram: { lesson: 1, file: 'work/01-upper-case/server.ts', isSolution: false },
    })
    const text = facts ? unwrap(renderPort(facts, screen)) : ''
    expect(text).toContain(`Port ${port} is held on 127.0.0.1 (TCP, listening) by your program of lesson 1`)
    expect(text).toContain(`process ${program.pid}, started moments ago`)
    expect(text).toContain(`kill ${program.pid}`)
    if (!facts || !owner) throw new Error('no owner')
    expect(await endOwner(facts, owner, 'SIGTERM')).toBe(true)
    expect(await program.exited).toEqual([null, 'SIGTERM'])
    expect(readPort(port, workbook.root)?.holds).toEqual([])
    // Its id may belong to somebody else by now: the second time nothing is signalled.
    expect(await endOwner(facts, owner, 'SIGKILL')).toBe(true)
  },
)

test.runIf(isKernelReadable)('a stranger is named and never ended', async () => {
  await using workbook = await createTemporaryWorkbook()
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const facts = readPort(port, workbook.root)
  const [owner] = listOwners(facts?.holds ?? [])
  expect(owner).toMatchObject({ pid: process.pid })
  expect(owner?.lessonProgram).toBeUndefined()
  const text = facts ? unwrap(renderPort(facts, screen)) : ''
  expect(text).toContain('by another program, node')
  expect(text).toContain('It is not a lesson program of this workbook')
  expect(text).not.toContain('kill')
  await expect(facts && owner && endOwner(facts, owner, 'SIGTERM')).rejects.toThrow('no lesson program')
  await using terminal = createTerminal([...workbook.door, 'port', String(port)], {
    cwd: workbook.root,
    env: workbook.env,
  })
  expect(await terminal.waitForExit()).toBe(0)
  expect(terminal.screen()).not.toContain('End process')
  server.close()
  await once(server, 'close')
})

test.runIf(isKernelReadable)('TIME_WAIT is told from a live listener', async () => {
  const port = await leaveTimeWait()
  const facts = readPort(port, import.meta.dirname)
  // On a busy machine other connections may have left rows on the same port.
  expect(facts).toMatchObject({ holds: [], timeWait: expect.toSatisfy((rows: number) => rows >= 1) })
  const text = facts ? unwrap(renderPort({ ...facts, timeWait: 1 }, screen)) : ''
  expect(text).toContain(`1 connection on port ${port} has ended and is kept in TIME_WAIT by the system`)
  expect(text).toContain('No process owns it, so there is nothing to end')
})

test.runIf(isKernelReadable)('a UDP socket, and a connection without a listener', async () => {
  const socket = createSocket('udp4').bind(0, '127.0.0.1')
  await once(socket, 'listening')
  const bound = readPort(socket.address().port, import.meta.dirname)
  expect(bound?.holds).toMatchObject([{ kind: 'datagrams', owners: [{ pid: process.pid }] }])
  expect(bound && renderPort(bound, screen)).toContain('is held on 127.0.0.1 (UDP)')
  socket.close()

  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const client = connect(typeof address === 'object' && address ? address.port : 0, '127.0.0.1')
  const [accepted] = await Promise.all([once(server, 'connection'), once(client, 'connect')])
  const used = readPort(client.localPort ?? 0, import.meta.dirname)
  expect(used?.holds).toMatchObject([{ kind: 'connection' }])
  expect(used && renderPort(used, screen)).toContain('is used for 1 connection (TCP, nobody listens)')
  client.destroy()
  for (const end of accepted) end.destroy()
  server.close()
  await once(server, 'close')
})

test('where the tables cannot be read, a command is named', () => {
  expect(renderLookUp(9909, 'darwin', screen)).toContain('  lsof -nP -iTCP:9909 -sTCP:LISTEN')
  expect(renderLookUp(9909, 'win32', screen)).toContain('  netstat -ano | findstr :9909')
})

test.runIf(isKernelReadable)('port: the door, and what it refuses', async () => {
  await using workbook = await createTemporaryWorkbook()
  const port = await findFreePort()
  expect(await workbook.run(['port', String(port)])).toMatchObject({
    exitCode: 0,
    stdout: `Port ${port} is free: no socket of this machine uses it.\n`,
    stderr: '',
  })
  for (const word of ['0', '65536', 'http', '-1', '']) {
    expect(await workbook.run(['port', word])).toMatchObject({ exitCode: 3, stdout: '' })
  }
})

test.runIf(isKernelReadable)(
  'port: on a terminal a forgotten program is ended when the learner agrees',
  async () => {
    await using workbook = await createTemporaryWorkbook()
    await workbook.beginFirst()
    const port = await findFreePort()
    await using program = await startProgram(workbook, 'work/01-upper-case/server.ts', port)
    const open = () =>
      createTerminal([...workbook.door, 'port', String(port)], { cwd: workbook.root, env: workbook.env })
    await using refused = open()
    await refused.waitForText(`End process ${program.pid}?`)
    refused.type('n')
    expect(await refused.waitForExit()).toBe(0)
    expect(readPort(port, workbook.root)?.holds).toHaveLength(1)
    await using agreed = open()
    await agreed.waitForText(`End process ${program.pid}?`)
    agreed.type('y')
    expect(await agreed.waitForExit()).toBe(0)
    expect(agreed.screen()).toContain(`Process ${program.pid} has ended. Port ${port} is free again.`)
    expect(await program.exited).toEqual([null, 'SIGTERM'])
  },
)

test.runIf(isKernelReadable)(
  'a program that ignores SIGTERM is ended at once when the learner agrees again',
  async () => {
    await using workbook = await createTemporaryWorkbook()
    const port = await findFreePort()
    const file = 'work/01-upper-case/server.ts'
    await workbook.write(
      file,
      `process.on('SIGTERM', () => {})
import('node:net').then(({ createServer }) =>
  createServer().listen(Number(process.env.PORT), '127.0.0.1', () => console.log('listening')))\n`,
    )
    await using program = await startProgram(workbook, file, port)
    await using terminal = createTerminal([...workbook.door, 'port', String(port)], {
      cwd: workbook.root,
      env: workbook.env,
    })
    await terminal.waitForText('End process')
    terminal.type('y')
    await terminal.waitForText('End it at once (SIGKILL)?')
    terminal.type('y')
    expect(await terminal.waitForExit()).toBe(0)
    expect(await program.exited).toEqual([null, 'SIGKILL'])
  },
)

test.runIf(isKernelReadable)(
  'a check says that a server of the lesson still runs, and who took a port',
  async () => {
    await using workbook = await createTemporaryWorkbook()
    const port = await findFreePort()
    const file = 'work/01-upper-case/server.ts'
    await workbook.beginFirst()
    const source = await workbook.read(file)
    await workbook.write(file, source.replace('9909', String(port)))
    const programs = [{ file: 'server.ts', role: 'server', protocol: 'tcp', port }]
    await workbook.write('lessons/01-upper-case/lesson.json', JSON.stringify({ programs }))
    await using program = await startProgram(workbook, file, port)
    const noticed = await workbook.run(['check', '1'])
    expect(unwrap(noticed.stderr)).toContain(
      `Port ${port}: your program of lesson 1, ${file}, is still running (pid ${program.pid}`,
    )
    // A program that knows one port only meets the other one.
    await workbook.write(file, source.replace("process.env['PORT'] ?? 9909", String(port)))
    const taken = await workbook.run(['check', '1'])
    expect(taken.exitCode).toBe(1)
    expect(unwrap(taken.stdout)).toContain(
      `Port ${port} is held on 127.0.0.1 (TCP, listening) by your program`,
    )
  },
)
