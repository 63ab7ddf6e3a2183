import { type HandlerClass, TCPServer, ThreadingTCPServer } from '../socketserver.ts'

/**
 * What all the apps of this folder share: where they listen, which of the two servers they use, and when they stop.
 * SERVE=all serves all clients at once.
 */
export async function serve(Handler: HandlerClass): Promise<void> {
  const address = { host: process.env.HOST ?? '127.0.0.1', port: Number(process.env.PORT ?? 9000) }
  const Server = process.env.SERVE === 'all' ? ThreadingTCPServer : TCPServer
  const server = new Server(address, Handler)
  process.on('SIGTERM', () => server.shutdown())
  process.on('SIGINT', () => server.shutdown())
  await server.serveForever()
}
