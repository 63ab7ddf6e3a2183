import { BaseRequestHandler, ThreadingTCPServer } from './given/socketserver.ts'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9000)

class Relay extends BaseRequestHandler {
  override async handle(): Promise<void> {
    for await (const chunk of this.request.iterator({ destroyOnReturn: false })) this.request.write(chunk)
  }
}

await new ThreadingTCPServer({ host, port }, Relay).serveForever()
