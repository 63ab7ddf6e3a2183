// Speaks first, reads nothing, and says all at once: TIMES says how often.
import { setImmediate } from 'node:timers/promises'
import { BaseRequestHandler } from '../socketserver.ts'
import { serve } from './serve.ts'

const times = Number(process.env.TIMES ?? 1)

class Greeter extends BaseRequestHandler {
  override handle(): void {
    const { host, port } = this.clientAddress
    this.request.write(`hello ${host}:${port}\n`.repeat(times))
  }

  /** To put something away may take a while. Here it lets other things happen, ten times, and then speaks once more. */
  override async finish(): Promise<void> {
    for (let time = 1; time <= 10; time++) await setImmediate()
    this.request.write('goodbye\n')
  }
}

await serve(Greeter)
