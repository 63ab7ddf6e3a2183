// The same as upper.ts, with listeners. It does not wait for its reader: the framework has to see that all goes out.
import { finished } from 'node:stream'
import { setImmediate } from 'node:timers/promises'
import { BaseRequestHandler } from '../socketserver.ts'
import { toUpperCaseAscii } from './bytes.ts'
import { serve } from './serve.ts'

class UpperByListeners extends BaseRequestHandler {
  /** A setup may have to wait, for a file or for a database. Here it lets other things happen, ten times. */
  override async setup(): Promise<void> {
    for (let time = 1; time <= 10; time++) await setImmediate()
  }

  override handle(): Promise<void> {
    this.request.on('data', (chunk) => {
      if (this.request.writable) this.request.write(toUpperCaseAscii(chunk))
    })
    // The end may have come before anybody listened for it. finished() tells of that too, and of a reset.
    return new Promise((resolve) => finished(this.request, { writable: false }, () => resolve()))
  }
}

await serve(UpperByListeners)
