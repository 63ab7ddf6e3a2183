// Speaks first, reads nothing, and says all at once: TIMES says how often.
import { BaseRequestHandler } from '../socketserver.ts'
import { serve } from './serve.ts'

const times = Number(process.env.TIMES ?? 1)

class Greeter extends BaseRequestHandler {
  override handle(): void {
    const { host, port } = this.clientAddress
    this.request.write(`hello ${host}:${port}\n`.repeat(times))
  }

  override finish(): void {
    this.request.write('goodbye\n')
  }
}

await serve(Greeter)
