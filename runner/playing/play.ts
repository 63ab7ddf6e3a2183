/** A play: a server and its clients as programs, and the wire between them. Knows nothing of lessons and terminals. */
import type { Protocol, SocketKind } from '../processes/protocol.ts'
import { say, sayAnd, type Words } from '../language/say.ts'
import { CheckFailure } from '../checker/record/failure.ts'
import { isKernelReadable } from '../processes/proc-files.ts'
import { readSocketRows, socketStates } from '../processes/socket-table.ts'
import { Program } from '../checker/program/program.ts'
import { describeExit } from '../checker/bytes/quote.ts'
import type { Happening } from '../checker/record/recorder.ts'
import { waitUntilReady } from '../checker/program/ready.ts'
import type { Subject } from '../checker/program/subject.ts'
import { waitFor } from '../checker/record/wait.ts'
import type { Act } from './acts.ts'
import { createClientSpeaker, type Participant, serverSpeaker, type Speaker } from './participant.ts'
import { createPlainTcpClient, createPlainUdpClient } from './plain-client.ts'
import { createPlainServer } from './plain-server.ts'
import { PlayRecorder } from './play-recorder.ts'
import type { Relay } from './relay.ts'
import { createProgramParticipant } from './program-participant.ts'
import { createTcpRelay } from './tcp-relay.ts'
import { createUdpRelay } from './udp-relay.ts'
import { Weather } from './weather.ts'

export interface Cast {
  /** The learner's folder and how its programs are started. */
  readonly subject: Subject
  /** Over what server and client talk to each other. */
  readonly protocol: SocketKind
  /** What the server opens, which may be more than that. */
  readonly serverProtocol: Protocol
  /** Where the server listens on 127.0.0.1. */
  readonly port: number
  /** The learner's server; without one, a server of ours plays. */
  readonly serverFile: string | undefined
  /** The learner's client; without one, a client of ours plays. */
  readonly clientFile: string | undefined
  /** Whether the client takes what it sends as arguments, and nothing from the keyboard: then each line starts one. */
  readonly isClientToldByArguments: boolean
}

export interface Audience {
  /** Somebody begins to speak, perhaps anew. */
  readonly onBegun: (speaker: Speaker) => void
  /** A piece of what somebody printed, not always a line. */
  readonly onSpoken: (speaker: Speaker, text: string) => void
  /** Somebody has said the last word. */
  readonly onFinished: (speaker: Speaker) => void
  /** Something on the wire, with what those are called between whom it happened. */
  readonly onWire: (happening: Happening, names: WireNames) => void
  /** A sentence of the play's own. */
  readonly onNote: (sentence: Words) => void
  /** Who is there has changed. */
  readonly onChange: () => void
}

interface WireNames {
  /** Whom the happening names. */
  readonly peer: Words
  /** With whom the peers deal. */
  readonly server: Words
}

const wireKinds: ReadonlySet<Happening['kind']> = new Set([
  'listening',
  'connect',
  'refused',
  'sent',
  'received',
  'end',
  'reset',
  'waited',
])

/** A program that prints more has a loop that does not end, and would fill the memory with what nobody can read. */
const mostPrintedCharacters = 16 * 1024 * 1024

/** In a play that ends by itself, so long nothing may happen before it is taken for over, in milliseconds. */
const longestQuietMs = 3_000

export class Play implements AsyncDisposable {
  readonly #cast: Cast
  readonly #audience: Audience
  readonly #clients: Participant[] = []
  readonly #relays = new Set<Relay>()
  readonly #flooding = new Set<Program>()
  /** What everybody who ever took part is called, by id. */
  readonly #names = new Map<string, Words>()
  /** Hears everything, for those who wait until nothing happens any more. */
  readonly #recorder: PlayRecorder
  #server: Participant | undefined
  #serverProgram: Program | undefined
  #isReady = false
  #isStarting = false
  #count = 0
  #weather: Weather | undefined
  #isOver = false

  constructor(cast: Cast, audience: Audience) {
    this.#cast = cast
    this.#audience = audience
    this.#recorder = this.#createRecorder((happening) => this.#showWire(happening))
  }

  /** Everybody who has come, the server first, whether still there or not. */
  get participants(): readonly Participant[] {
    return this.#server ? [this.#server, ...this.#clients] : [...this.#clients]
  }

  get hasClient(): boolean {
    return this.#clients.some(({ isThere }) => isThere)
  }

  /**
   * Starts the server, after ending the one that runs, and resolves when it is ready.
   * @returns whether it is; what is wrong was said
   */
  async startServer(): Promise<boolean> {
    await this.#endServer()
    const { serverFile, serverProtocol, port } = this.#cast
    if (serverFile === undefined) {
      this.#server = await createPlainServer(port)
      this.#isReady = true
    } else {
      this.#isStarting = true
      this.#isReady = await this.#reportFailure(async () => {
        const program = this.#startProgram(serverSpeaker, serverFile, port)
        this.#serverProgram = program
        this.#server = createProgramParticipant(serverSpeaker, program)
        this.#audience.onChange()
        await this.#waitForFirstWords(program)
        const readiness = await waitUntilReady(program, serverProtocol, this.#recorder)
        if (readiness === 'ready') return
        throw new CheckFailure(
          'exited-early',
          say`Another program took port ${port} first. Who it is: npm run port ${port}`,
        )
      })
      if (!this.#isReady && !this.#server?.isThere) this.#note(say`/again starts your server again.`)
    }
    this.#isStarting = false
    if (this.#isReady) for (const relay of this.#relays) await relay.open()
    this.#audience.onChange()
    return this.#isReady
  }

  /**
   * Lets one more client come.
   * @param words arguments for the learner's client
   * @returns it, or undefined when it could not come; why was said
   */
  async startClient(words: readonly string[] = []): Promise<Participant | undefined> {
    const speaker = createClientSpeaker(++this.#count)
    const { clientFile } = this.#cast
    let client: Participant | undefined
    await this.#reportFailure(async () => {
      client =
        clientFile === undefined
          ? await this.#invite(speaker)
          : await this.#startOwn(speaker, clientFile, words)
      this.#clients.push(client)
    })
    this.#audience.onChange()
    return client
  }

  /** Lets a named client do what it does, and resolves when it is over. */
  async runAct(act: Act): Promise<boolean> {
    const server = this.#serverProgram
    if (!server) return false
    return await this.#reportFailure(() => act.run({ server, recorder: this.#recorder }))
  }

  /** Asks the server to stop, as Ctrl-C does. */
  stopServer(): void {
    if (this.#serverProgram && !this.#serverProgram.hasExited) this.#serverProgram.signal('SIGINT')
    else if (this.#cast.serverFile === undefined) void this.#endServer().then(this.#audience.onChange)
    else this.#audience.onNote(say`Your server is not running. /again starts it.`)
  }

  /**
   * Lets a storm rage between the learner's programs, for datagrams from now on. Without a seed it ends.
   * @returns whether there can be one.
   */
  setStorm(seed: number | undefined): boolean {
    const { protocol, serverFile, clientFile } = this.#cast
    if (protocol !== 'udp' || serverFile === undefined || clientFile === undefined) return false
    this.#weather = seed === undefined ? undefined : new Weather(seed, (sentence) => this.#note(sentence))
    return true
  }

  /** Says to every client that no more will be typed, and resolves when all have left or nothing happens any more. */
  async finish(): Promise<void> {
    for (const client of this.#clients) if (client.isThere) client.endInput()
    const pid = this.#serverProgram?.pid
    const wait = { recorder: this.#recorder, pid, longestMs: Infinity, everyMs: 50 }
    const haveLeft = () => (this.hasClient ? undefined : true)
    const hasLeft = await waitFor(haveLeft, { ...wait, quietMs: longestQuietMs })
    if (!hasLeft) {
      const names = this.#clients.filter(({ isThere }) => isThere).map(({ name }) => name)
      this.#note(
        say`Nothing happened for ${longestQuietMs / 1000} s, and ${sayAnd(names)} had not left. The play is over.`,
      )
    }
    // Some servers end with their clients, and what they say then belongs to it.
    await waitFor(() => this.#serverProgram?.hasExited || undefined, { ...wait, quietMs: 300 })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isOver = true
    await Promise.all(this.participants.map((participant) => participant.leave()))
    for (const relay of this.#relays) relay[Symbol.dispose]()
  }

  async #endServer(): Promise<void> {
    this.#isReady = false
    for (const relay of this.#relays) relay.close()
    const server = this.#server
    // Its end is no news to whoever wanted it.
    this.#server = undefined
    this.#serverProgram = undefined
    await server?.leave()
  }

  /** A client of ours. It goes to the server directly, because it can tell itself what it did. */
  async #invite(speaker: Speaker): Promise<Participant> {
    const server = this.#serverProgram
    if (!server) throw new CheckFailure('refused', say`There is no server to go to. /again starts it.`)
    const create = this.#cast.protocol === 'tcp' ? createPlainTcpClient : createPlainUdpClient
    const recorder = this.#createRecorder((happening) => {
      this.#recorder.wake()
      this.#showWire(happening)
      if (happening.kind === 'received' && happening.bytes)
        this.#audience.onSpoken(speaker, `${Buffer.from(happening.bytes).toString()}\n`)
      if (happening.kind === 'end' || happening.kind === 'reset') this.#audience.onChange()
    })
    return await create({ speaker, server, recorder, onTrouble: this.#audience.onNote })
  }

  async #startOwn(speaker: Speaker, file: string, words: readonly string[]): Promise<Participant> {
    const { protocol, port } = this.#cast
    if (!this.#isReady || !this.#doesListen()) {
      this.#note(say`Nobody is at 127.0.0.1:${port} now, so the system refuses ${speaker.name}.`)
      return createProgramParticipant(speaker, this.#startProgram(speaker, file, port, words))
    }
    const createRelay = protocol === 'tcp' ? createTcpRelay : createUdpRelay
    const relay = await createRelay({
      name: speaker.name,
      serverPort: port,
      onHappening: (happening) => this.#recorder.record(happening),
      onIntroduced: (participant) => this.#recorder.introduce(participant),
      weather: () => this.#weather,
    })
    this.#relays.add(relay)
    await relay.open()
    return createProgramParticipant(speaker, this.#startProgram(speaker, file, relay.port, words))
  }

  #startProgram(speaker: Speaker, file: string, port: number, args: readonly string[] = []): Program {
    const recorder = this.#createRecorder((happening) => {
      this.#recorder.wake()
      if (happening.kind === 'stdout' || happening.kind === 'stderr') {
        this.#audience.onSpoken(speaker, Buffer.from(happening.bytes ?? []).toString())
        this.#endFlood(program)
      }
      if (happening.kind === 'exit') void program.closed.then(() => this.#noteExit(speaker, program))
    })
    this.#audience.onBegun(speaker)
    const program = Program.start(this.#cast.subject, recorder, { role: speaker.name, file, port, args })
    return program
  }

  #endFlood(program: Program): void {
    if (program.printedLength <= mostPrintedCharacters || this.#flooding.has(program)) return
    this.#flooding.add(program)
    this.#note(say`${program.name} has printed 16 MiB, and is ended: is there a loop that never ends?`)
    void program.endNow()
  }

  #noteExit(speaker: Speaker, program: Program): void {
    if (!program.exit || this.#isOver) return
    const isServer = speaker.role === 'server'
    if (isServer) {
      if (program !== this.#serverProgram) return
      this.#isReady = false
      for (const relay of this.#relays) relay.close()
    }
    this.#audience.onFinished(speaker)
    // Why it has ended while it was waited for is told by whoever waits.
    if (isServer && this.#isStarting) return
    const ended = say`${program.name} has ended ${describeExit(program.exit)}.`
    this.#note(isServer ? say`${ended} /again starts it again.` : ended)
    this.#audience.onChange()
  }

  /** Whether a new client would be taken; true where the system does not tell. */
  #doesListen(): boolean {
    const { protocol, port, serverFile } = this.#cast
    if (!isKernelReadable || serverFile === undefined) return this.#isReady
    const wanted = protocol === 'tcp' ? socketStates.listen : socketStates.closed
    return readSocketRows(protocol, port).some((row) => row.port === port && row.state === wanted)
  }

  #createRecorder(onHappening: (happening: Happening) => void): PlayRecorder {
    return new PlayRecorder({
      onHappening: (happening) => {
        if (!this.#isOver) onHappening(happening)
      },
      onIntroduced: ({ id, name }) => this.#names.set(id, name),
    })
  }

  /** Where the system does not tell who listens, what a server prints once it listens has to. */
  async #waitForFirstWords(program: Program): Promise<void> {
    if (isKernelReadable) return
    const hasSpoken = () => program.printedLength > 0 || program.hasExited || undefined
    await waitFor(hasSpoken, { recorder: this.#recorder, pid: program.pid })
  }

  #showWire(happening: Happening): void {
    if (!wireKinds.has(happening.kind)) return
    const server = this.#cast.serverFile === undefined ? say`our server` : say`your server`
    this.#audience.onWire(happening, { peer: this.#names.get(happening.peer) ?? happening.peer, server })
  }

  /** Does something that a program of the learner's may make impossible. Returns whether it was done. */
  async #reportFailure(act: () => Promise<void>): Promise<boolean> {
    try {
      await act()
      return true
    } catch (error) {
      if (!(error instanceof CheckFailure)) throw error
      this.#note(error.happened)
      if (error.parts.help) this.#note(error.parts.help)
      return false
    }
  }

  #note(sentence: Words): void {
    if (!this.#isOver) this.#audience.onNote(sentence)
  }
}
