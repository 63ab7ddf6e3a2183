// Makes lines of what comes from stdin by itself, and notes
// in one variable what it is waiting for. Choose it where
// readline does not fit, or where more states are to come.
import { connect, type Socket } from 'node:net'

class Client {
  readonly #socket: Socket
  #typed = ''
  #isOver = false
  #state: 'connecting' | 'ready' | 'waiting' | 'leaving' = 'connecting'

  constructor(port: number, host: string) {
    this.#socket = connect(port, host)
  }

  run(): void {
    this.#socket.on('connect', () => this.#ask())
    this.#socket.setEncoding('utf8')
    this.#socket.on('data', (answer) => {
      process.stdout.write(`${answer}\n`)
      this.#ask()
    })
    this.#socket.on('end', () => this.#complain('the server has closed the connection'))
    this.#socket.on('error', (error) => this.#complain(`${error}`))
    process.stdin.setEncoding('utf8')
    process.stdin.on('data', (text) => {
      this.#typed += text
      this.#next()
    })
    process.stdin.on('end', () => {
      // The last line may have no line feed.
      if (this.#typed !== '') this.#typed += '\n'
      this.#isOver = true
      this.#next()
    })
  }

  #ask(): void {
    this.#state = 'ready'
    process.stdout.write('>>>:')
    this.#next()
  }

  #next(): void {
    if (this.#state !== 'ready') return
    const end = this.#typed.indexOf('\n')
    if (end === -1) {
      if (this.#isOver) this.#leave(0)
      return
    }
    const text = this.#typed.slice(0, end).trim()
    this.#typed = this.#typed.slice(end + 1)
    if (text === 'exit' || text === 'q') return this.#leave(0)
    if (text === '') return this.#ask()
    this.#state = 'waiting'
    this.#socket.write(text)
  }

  #complain(reason: string): void {
    if (this.#state === 'leaving') return
    process.stderr.write(`${reason}\n`)
    this.#leave(1)
  }

  #leave(code: number): void {
    this.#state = 'leaving'
    this.#socket.end(() => process.exit(code))
    if (this.#socket.destroyed) process.exit(code)
  }
}

new Client(Number(process.env.PORT ?? 9999), process.env.HOST ?? '127.0.0.1').run()
