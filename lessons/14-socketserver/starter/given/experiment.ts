import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import { type HandlerClass, TCPServer } from '../socketserver.ts'

/** Serves one client with your framework, on a port of its own, and prints what the client hears. */
export async function serveOneClient(Handler: HandlerClass, words: string): Promise<void> {
  const port = await findFreePort()
  const server = new TCPServer({ host: '127.0.0.1', port }, Handler)
  const served = server.serveForever()
  const client = await connectTo(port)
  console.log(`the client says "${words}"`)
  client.write(words)
  let heard = ''
  client.on('data', (chunk) => (heard += chunk))
  client.setTimeout(3_000, () => client.destroy(new Error('nothing for 3 s')))
  const goodbye = await once(client, 'end').then(
    () => 'an end (FIN)',
    (error: Error) => error.message,
  )
  console.log(`the client hears ${heard === '' ? '' : `${JSON.stringify(heard)}, and then `}${goodbye}`)
  client.end()
  server.shutdown()
  await served
}

/** The system chooses a port, and it is given back at once. */
async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (typeof address !== 'object' || !address) throw new Error('the system gave no port')
  return address.port
}

/** Tries again for a while: nobody knows when your server listens. */
async function connectTo(port: number): Promise<Socket> {
  for (let attempt = 1; ; attempt++) {
    const client = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
    try {
      await once(client, 'connect')
      return client
    } catch (error) {
      if (attempt === 50) throw error
      await setTimeout(20)
    }
  }
}
