// Prints what a client says, and sends it what the operator types: one keyboard for all clients.
import { BaseRequestHandler } from '../socketserver.ts'
import { Keyboard } from './keyboard.ts'
import { serve } from './serve.ts'

const keyboard = new Keyboard()

class Operator extends BaseRequestHandler {
  override async handle(): Promise<void> {
    const { host, port } = this.clientAddress
    for await (const chunk of this.request.iterator({ destroyOnReturn: false })) {
      // A control character of a client's must not reach the operator's terminal.
      const text = String(chunk)
        .trimEnd()
        .replaceAll(/\p{Cc}/gu, '\uFFFD')
      console.log(`${host}:${port} ${text}`)
      const line = await keyboard.readLine(this.request)
      if (line === undefined) return
      if (this.request.writable) this.request.write(`${line}\n`)
    }
  }
}

await serve(Operator)
keyboard.close()
