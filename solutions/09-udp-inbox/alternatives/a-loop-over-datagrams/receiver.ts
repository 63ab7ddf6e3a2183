// Is the classic loop: receive one datagram, deal with it, receive
// the next. Choose it where a message has to be dealt with to its
// end before the next one is looked at.
import { createSocket, type RemoteInfo } from 'node:dgram'
import { on, once } from 'node:events'

const { PORT = '7788', HOST = '127.0.0.1' } = process.env
const inbox = createSocket('udp4')

try {
  inbox.bind(Number(PORT), HOST)
  await once(inbox, 'listening')
  process.stdout.write(`inbox on port ${PORT}, until somebody sends "exit"\n`)
  for await (const [bytes, sender] of on(inbox, 'message') as AsyncIterable<[Buffer, RemoteInfo]>) {
    if (bytes.equals(Buffer.from('exit'))) break
    process.stdout.write([sender.address, ':', sender.port, ' ', bytes, '\n'].join(''))
  }
  process.stdout.write('exit\n')
  inbox.close()
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(1)
}
