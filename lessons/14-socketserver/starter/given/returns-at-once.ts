// What does a client hear when handle sets up its listeners and returns?
import { BaseRequestHandler } from '../socketserver.ts'
import { serveOneClient } from './experiment.ts'

class Echo extends BaseRequestHandler {
  override handle(): void {
    this.request.on('data', (chunk) => this.request.write(chunk))
  }
}

await serveOneClient(Echo, 'hello')
