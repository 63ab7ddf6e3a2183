// Answers in upper case, in a loop over the chunks.
import { BaseRequestHandler } from '../socketserver.ts'
import { send, toUpperCaseAscii } from './bytes.ts'
import { serve } from './serve.ts'

class Upper extends BaseRequestHandler {
  override async handle(): Promise<void> {
    // The framework says goodbye, so the loop must not destroy the connection when it ends.
    for await (const chunk of this.request.iterator({ destroyOnReturn: false })) {
      // After a shutdown nothing can be written any more. What still comes is read, and not answered.
      if (this.request.writable) await send(this.request, toUpperCaseAscii(chunk))
    }
  }
}

await serve(Upper)
