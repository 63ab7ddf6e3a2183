/** recv and send in all their forms. */
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
import { loopback, next, type Row, withConnection } from './row.ts'

/** Writes pieces of 1,024 bytes in one go until write says "not yet". Returns the number of that write. */
function writeUntilFalse(write: (piece: Buffer) => boolean): number {
  const piece = Buffer.alloc(1_024)
  let count = 1
  while (write(piece)) count++
  return count
}

async function sendToOneself(text: string) {
  const socket = createSocket('udp4').bind(0, loopback)
  await once(socket, 'listening')
  const { port } = socket.address()
  socket.send(text, port, loopback)
  const [bytes, sender] = (await once(socket, 'message')) as [Buffer, { address: string; port: number }]
  socket.close()
  return { bytes, isOwn: sender.address === loopback && sender.port === port }
}

export const bytes: readonly Row[] = [
  {
    classic: 'recv(n)',
    node: "the event 'data', a loop over the socket, or socket.read(n)",
    run: () =>
      withConnection(async ({ client, served }) => {
        const early = client.read(4) as Buffer | null
        served.write('eight by')
        await once(client, 'readable')
        const first = client.read(4) as Buffer
        return `read(4) before any byte came: ${early}; of 8 bytes it gave "${first}", and then "${client.read(4)}"`
      }),
  },
  {
    classic: 'recv returns nothing',
    node: "the event 'end', or the end of the loop",
    run: () =>
      withConnection(async ({ client, served }) => {
        served.end()
        client.resume()
        await once(client, 'end')
        return 'the other side ended, and "end" came'
      }),
  },
  {
    classic: 'recv(n, MSG_PEEK), MSG_WAITALL, MSG_OOB',
    node: 'none; socket.unshift(bytes) puts back what was read',
    run: () =>
      withConnection(async ({ client, served }) => {
        served.write('look')
        await once(client, 'readable')
        const seen = client.read() as Buffer
        client.unshift(seen)
        return `read "${seen}", put it back, and read "${client.read()}"`
      }),
  },
  {
    classic: 'recv_into(buffer)',
    node: 'the option onread: { buffer, callback } of connect',
    run() {
      const buffer = Buffer.alloc(16)
      let tell: (text: string) => void = () => {}
      const told = new Promise<string>((resolve) => (tell = resolve))
      const callback = (length: number, into: Uint8Array) => {
        tell(`${length} bytes stand in the buffer that we gave: ${into === buffer}`)
        return true
      }
      return withConnection(
        async ({ served }) => {
          served.write('hello')
          return await told
        },
        { clientOptions: { onread: { buffer, callback } } },
      )
    },
  },
  {
    classic: 'recvfrom',
    node: "the event 'message' of node:dgram",
    async run() {
      const { bytes, isOwn } = await sendToOneself('hello')
      return `"${bytes}", and the sender is known: ${isOwn}`
    },
  },
  {
    classic: 'send',
    node: 'socket.write(bytes): it takes all, and false says "not yet" for the next',
    run: () =>
      withConnection(({ client, served }) => {
        served.pause()
        const count = writeUntilFalse((piece) => client.write(piece))
        return `the other side reads nothing: write ${count} of 1,024 bytes gave the first false (${client.bytesWritten} bytes in all)`
      }),
  },
  {
    classic: 'sendall',
    node: "write, and wait: for 'drain' after false, or for the callback",
    run: () =>
      withConnection(
        async ({ client, served }) => {
          const said = client.write(Buffer.alloc(20_000_000))
          served.resume()
          await once(client, 'drain')
          return `20,000,000 bytes in one write gave ${said}; at "drain" ${client.writableLength} of them were left in the program`
        },
        { serverOptions: { pauseOnConnect: true } },
      ),
  },
  {
    classic: 'sendto',
    node: 'socket.send(bytes, port, address) of node:dgram',
    async run() {
      const { bytes } = await sendToOneself('')
      return `an empty datagram came, of ${bytes.length} bytes`
    },
  },
  {
    classic: 'sendmsg, writev',
    node: 'socket.cork(), writes, socket.uncork()',
    run: () =>
      withConnection(async ({ client, served }) => {
        client.cork()
        for (const text of ['one', 'two', 'three']) client.write(text)
        const kept = client.writableLength
        client.uncork()
        return `three writes, ${kept} bytes kept until uncork; they came as "${await next<Buffer>(served, 'data')}"`
      }),
  },
  {
    classic: 'sendfile',
    node: 'pipeline(createReadStream(file), socket)',
    run: () =>
      withConnection(async ({ client, served }) => {
        const file = fileURLToPath(import.meta.url)
        let length = 0
        served.on('data', (chunk: Buffer) => (length += chunk.length))
        const ended = once(served, 'end')
        await pipeline(createReadStream(file), client)
        await ended
        return `this file of ${(await stat(file)).size} bytes arrived as ${length} bytes and an end`
      }),
  },
]
