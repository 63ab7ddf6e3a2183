/** A port whose queue is full neither accepts nor refuses. */
import { connect } from 'node:net'
import { expect, test } from 'vitest'
import { isKernelReadable } from '../../processes/proc-files.ts'
import { findSocketRow } from '../../processes/socket-table.ts'
import { createCheckBench } from '../../testing/check-bench.ts'
import { waitFor } from '../record/wait.ts'

const synSent = '02'

/** Tries to connect and gives up after half a second, as a program with a patience of its own does. */
const program = `
  import { connect } from 'node:net'
  const socket = connect(Number(process.env.PORT), '127.0.0.1')
  const say = (what) => () => { console.log(what); socket.destroy() }
  socket.on('connect', say('open')).on('error', say('refused')).setTimeout(500, say('timed out'))`

test.runIf(isKernelReadable)('who connects there waits, and nobody is refused', async () => {
  await using bench = await createCheckBench('client.ts', program)
  const full = await bench.t.listenWithFullQueue()
  if (!full) throw new Error('there is none')
  const socket = connect(full.port, full.host)
  const isWaiting = () => {
    const row = findSocketRow(
      'tcp',
      full.port,
      ({ remotePort, state }) => remotePort === full.port && state === synSent,
    )
    return row ? true : undefined
  }
  expect(await waitFor(isWaiting, { recorder: bench.recorder, everyMs: 5 })).toBe(true)
  const client = bench.t.startClient(full.port)
  await client.expectOutput('timed out\n', 'what became of it')
  expect(isWaiting()).toBe(true)
  socket.destroy()
})

test.runIf(isKernelReadable)('it is gone with the check', async () => {
  const bench = await createCheckBench('client.ts', program)
  const full = await bench.t.listenWithFullQueue()
  await bench[Symbol.asyncDispose]()
  const isGone = () =>
    findSocketRow('tcp', full?.port ?? 0, ({ port, inode }) => port === full?.port && inode !== 0)
      ? undefined
      : true
  expect(await waitFor(isGone, { recorder: bench.recorder, everyMs: 5 })).toBe(true)
})
