// Holds what it knows in an object, and asks with
// readline's own prompt, so that lines can be edited while
// they are typed. Choose it for a person at a terminal.
import { createConnection, type Socket } from 'node:net'
import { createInterface, type Interface } from 'node:readline'

class Client {
  readonly #socket: Socket
  readonly #keyboard: Interface
  #early: string[] = []
  #mine = false
  #done = false

  private constructor(port: number, host: string) {
    this.#keyboard = createInterface({ input: process.stdin, output: process.stdout, prompt: '>>>: ' })
    this.#socket = createConnection(port, host, () => this.#turn())
    this.#socket.on('data', (bytes) => {
      console.log('server: ' + bytes.toString('utf8'))
      this.#turn()
    })
    this.#socket.on('close', () => this.#stop('The server is gone.'))
    this.#socket.on('error', (error) => this.#stop(error.message))
    this.#keyboard.on('line', (line) => (this.#mine ? this.#say(line) : this.#early.push(line)))
    this.#keyboard.on('close', () => this.#done || this.#early.push('q'))
  }

  static start(port: number, host: string): Client {
    return new Client(port, host)
  }

  #turn(): void {
    this.#mine = true
    while (this.#mine && this.#early.length > 0) this.#say(this.#early.shift() ?? '')
    if (this.#mine && !this.#done) this.#keyboard.prompt()
  }

  #say(line: string): void {
    const text = line.trim()
    if (text.length === 0) {
      console.error('Please write at least one letter.')
      this.#keyboard.prompt()
      return
    }
    this.#mine = false
    if (!['exit', 'q'].includes(text)) return void this.#socket.write(text)
    this.#done = true
    this.#socket.end(() => process.exit(0))
  }

  #stop(reason: string): void {
    if (this.#done) return
    this.#done = true
    console.error(reason)
    process.exitCode = 1
    this.#keyboard.close()
  }
}

Client.start(Number(process.env.PORT ?? 8080), process.env.HOST ?? '127.0.0.1')
