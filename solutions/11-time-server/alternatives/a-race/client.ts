// A promise of the answer and a promise of each silence: whichever
// is kept first decides. Choose it where the answer and the asking
// are better apart, each readable by itself.
import { createSocket } from 'node:dgram'
import { setTimeout as pause } from 'node:timers/promises'

const host = process.env['HOST'] || '127.0.0.1'
const port = Number(process.env['PORT'] || 8080)
const patienceMs = Number(process.env['PATIENCE_MS'] || 500)
const socket = createSocket({ type: 'udp4' })

const answer = new Promise<string>((resolve) => {
  socket.on('message', (bytes, { address, port: itsPort }) => {
    const text = bytes.toString('latin1')
    const isOurs = address === host && itsPort === port
    if (isOurs && /^[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}$/.test(text)) resolve(text)
    else console.error(`ignored ${bytes.length} bytes of ${address}:${itsPort}`)
  })
})

const found = await Promise.race([answer, askAndWait()])
console.log(found ?? 'nobody has told us the time')
process.exit(found === undefined ? 1 : 0)

/** Resolves with nothing after the third silence. */
async function askAndWait(): Promise<undefined> {
  for (let left = 3; left > 0; left--) {
    socket.send(Buffer.from('get time'), port, host)
    await pause(patienceMs)
  }
}
