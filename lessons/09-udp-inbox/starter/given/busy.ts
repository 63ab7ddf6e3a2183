/**
 * A receiver that has something else to do while 2,000 datagrams come, each of 1,000 bytes. What came in the meantime
 * it reads afterwards. Nothing of it is yours to change.
 */
import { spawnSync } from 'node:child_process'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'

const host = '127.0.0.1'
const count = 2_000

const receiver = createSocket('udp4')
receiver.bind(0, host)
await once(receiver, 'listening')
const { port } = receiver.address()

// While spawnSync waits for the other program, nothing else happens in this one: it reads nothing.
const { stdout } = spawnSync(process.execPath, ['-e', writeSender()], { encoding: 'utf8' })
console.log(stdout.trim())

// Datagrams wait in the order in which they came. The one that is sent now is behind them all.
const marker = createSocket('udp4')
let read = 0
receiver.on('message', (bytes) => {
  if (bytes.length > 0) {
    read++
    // There is room for it as soon as one has been read.
    marker.send('', port, host)
    return
  }
  console.log(`read by the receiver: ${read}`)
  receiver.close()
  marker.close()
})

/** A program that sends one datagram after the other, and counts how often `send` reports no error. */
function writeSender(): string {
  return `
    const socket = require('dgram').createSocket('udp4')
    let succeeded = 0
    const next = (left) => {
      if (left > 0) return socket.send(Buffer.alloc(1000), ${port}, '${host}', (error) => {
        if (!error) succeeded++
        next(left - 1)
      })
      console.log('sent without an error: ' + succeeded)
      socket.close()
    }
    next(${count})`
}
