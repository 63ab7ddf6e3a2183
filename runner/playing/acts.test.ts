/** What a named client does depends on what the system lets a program do. */
import { expect, test } from 'vitest'
import { createCheckBench } from '../testing/check-bench.ts'
import { inEnglish } from '../language/say.ts'
import { listActs, sendLargest } from './acts.ts'

/** As macOS is set by default. */
const lessThanLinuxTakes = 9_216

const echo = `import { createSocket } from 'node:dgram'
  const socket = createSocket('udp4').on('message', (bytes, { port, address }) => socket.send(bytes, port, address))
  socket.bind(Number(process.env.PORT), '127.0.0.1')`

test('the largest datagram is the longest that this system takes, and a word says whose number is typed by hand', async () => {
  const act = listActs('udp').find(({ name }) => name === 'largest')
  await using bench = await createCheckBench('server.ts', echo)
  const server = await bench.t.startServer({ protocol: 'udp' })
  await sendLargest({ server, recorder: bench.recorder }, () => Promise.resolve(lessThanLinuxTakes))
  const carried = bench.recorder.toTranscript().events.filter(({ peer }) => peer === 'largest')
  expect(carried.map(({ kind, length }) => ({ kind, length }))).toEqual([
    { kind: 'sent', length: lessThanLinuxTakes },
    { kind: 'received', length: lessThanLinuxTakes },
  ])
  expect(inEnglish(act?.does ?? '')).toBe(
    'sends the longest datagram that the system takes, 65,507 bytes on Linux',
  )
  expect(act?.byHand(9900)).toMatch(/Buffer\.alloc\(65507\).* {4}as many as Linux takes; macOS takes 9216/)
})
