// Keeps the conversation in an object that is asked once and tells
// by a callback how it went. Choose it where a program asks several
// servers, each with an object of its own.
import { createSocket, type RemoteInfo } from 'node:dgram'

type Outcome = { readonly time: string } | { readonly silences: number }

class Inquiry {
  readonly #socket = createSocket('udp4', (bytes, sender) => this.#take(String(bytes), sender))
  readonly #host: string
  readonly #port: number
  readonly #tell: (outcome: Outcome) => void
  readonly #timer: NodeJS.Timeout
  #silences = 0

  constructor(host: string, port: number, patienceMs: number, tell: (outcome: Outcome) => void) {
    this.#host = host
    this.#port = port
    this.#tell = tell
    this.#timer = setInterval(() => this.#countSilence(), patienceMs)
  }

  ask(): void {
    this.#socket.send('get time', this.#port, this.#host)
  }

  #countSilence(): void {
    this.#silences++
    if (this.#silences < 3) this.ask()
    else this.#end({ silences: this.#silences })
  }

  #take(text: string, { address, port }: RemoteInfo): void {
    if (`${address}:${port}` !== `${this.#host}:${this.#port}`) return
    const [time] = text.match(/^\d\d\d\d-\d\d-\d\d \d\d:\d\d:\d\d$/) ?? []
    if (time !== undefined) this.#end({ time })
  }

  #end(outcome: Outcome): void {
    clearInterval(this.#timer)
    this.#socket.close()
    this.#tell(outcome)
  }
}

const { HOST = '127.0.0.1', PORT = '8080', PATIENCE_MS = '500' } = process.env
const inquiry = new Inquiry(HOST, Number(PORT), Number(PATIENCE_MS), (outcome) => {
  if ('time' in outcome) return console.log(`it is ${outcome.time}`)
  console.error(`${outcome.silences} questions, and no answer`)
  process.exitCode = 1
})
inquiry.ask()
