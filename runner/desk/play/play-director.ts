/** Does what is typed during a play. */
import { randomInt } from 'node:crypto'
import { say, type Words } from '../../language/say.ts'
import { type Act, listActs } from '../../playing/acts.ts'
import { createClientSpeaker, type Participant, serverSpeaker } from '../../playing/participant.ts'
import type { Cast, Play } from '../../playing/play.ts'
import { parseTyped, splitWords, type Typed } from '../../playing/typed-line.ts'
import { renderPlayHelp, describePlayPrompt, renderSpokenLine, youSpeaker } from '../../screens/play.ts'
import type { Workbook } from '../../workbook.ts'
import type { PlayView } from './play-view.ts'

/** Seeds that are chosen are short, so that they can be typed again. */
const mostSeeds = 1_000

export class PlayDirector {
  readonly #workbook: Workbook
  readonly #play: Play
  readonly #cast: Cast
  readonly #view: PlayView
  readonly #acts: readonly Act[]
  /** The id of whom the user types to. */
  #chosen: string | undefined
  /** To whom the user was last told to type. */
  #told: string | undefined
  /** Whether the clients read nothing from the keyboard, so that each line starts one. */
  #opening: Promise<void> = Promise.resolve()
  #hasFailed = false

  constructor(workbook: Workbook, play: Play, cast: Cast, view: PlayView) {
    this.#workbook = workbook
    this.#play = play
    this.#cast = cast
    this.#view = view
    this.#acts = listActs(cast.protocol)
    view.onChange = () => this.#chooseWhoIsThere()
  }

  /** Whether somebody could not come, or could not do what they do. What is wrong was said. */
  get hasFailed(): boolean {
    return this.#hasFailed
  }

  /** Starts the server and then the named client, or else a first client. */
  open(act: Act | undefined): Promise<void> {
    this.#opening = this.#startAll(act)
    return this.#opening
  }

  /** @returns whether the play is over */
  async obey(line: string): Promise<boolean> {
    const typed = parseTyped(
      line,
      this.#acts.map(({ name }) => name),
    )
    if (typed.kind === 'quit') return true
    await this.#do(typed)
    return false
  }

  /** Goes on to the next one who can be typed to. */
  chooseNext(): void {
    const there = this.#listThere()
    const index = there.findIndex(({ id }) => id === this.#chosen)
    this.#choose(there[(index + 1) % there.length])
  }

  endInput(): void {
    const chosen = this.#findChosen()
    if (chosen) chosen.endInput()
    else this.#note(say`Nobody is there whose input could end. /quit ends the play.`)
  }

  showPrompt(): void {
    const chosen = this.#findChosen()
    const { interactive, screen } = this.#workbook
    // Where no prompt is drawn, it is said once.
    if (interactive && screen.plain && chosen && chosen.id !== this.#told)
      this.#note(say`You type to ${chosen.name}.`)
    this.#told = chosen?.id
    this.#view.desk?.setPrompt(describePlayPrompt(chosen?.name, this.#startsClients))
  }

  async #do(typed: Exclude<Typed, { kind: 'quit' }>): Promise<void> {
    switch (typed.kind) {
      case 'say':
        return await this.#say(typed.text)
      case 'choose':
        return this.#chooseNumbered(typed.number)
      case 'new':
        return await this.#startClient(typed.words)
      case 'act':
        return await this.#performNamed(typed.name)
      case 'end':
        return this.endInput()
      case 'stop':
        return this.#play.stopServer()
      case 'again':
        return await this.#startAgain()
      case 'storm':
        return this.#startStorm(typed.seed ?? randomInt(1, mostSeeds))
      case 'calm':
        return this.#endStorm()
      case 'help':
        return this.#showHelp()
      case 'unknown':
        return this.#note(
          say`There is no /${typed.word}. To send it as text: //${typed.word}. All words: /help`,
        )
    }
  }

  async #say(text: string): Promise<void> {
    if (!this.#findChosen()) await this.#opening
    const target = this.#findChosen()
    if (target) {
      this.#echo(target, text)
      return target.say(text)
    }
    if (this.#startsClients) {
      const words = splitWords(text)
      if (words.length > 0) await this.#startClient(words)
    } else if (text !== '')
      this.#note(say`Nobody is there to type to. /new lets a client come, /again starts the server anew.`)
  }

  /** Where the terminal echoes by itself, what was typed stands on it already. */
  #echo({ name }: Participant, text: string): void {
    const { interactive, screen } = this.#workbook
    if (!interactive || !screen.plain)
      this.#view.tell(renderSpokenLine(youSpeaker, say`to ${name}: ${text}`, screen))
  }

  #showHelp(): void {
    const acts = this.#cast.serverFile === undefined ? [] : this.#acts
    this.#view.tell(renderPlayHelp(acts, this.#cast.protocol, this.#workbook.screen).split('\n'))
  }

  #startStorm(seed: number): void {
    const canBe = this.#play.setStorm(seed)
    const { protocol } = this.#cast
    if (canBe)
      this.#note(
        say`Storm ${seed}: from now on datagrams between your programs are lost, doubled and late, and a stranger sends some. /storm ${seed} repeats it, /calm ends it.`,
      )
    else if (protocol === 'tcp')
      this.#note(say`A storm is for datagrams. Over TCP the systems mend what the way has lost.`)
    else this.#note(say`A storm rages between two programs of yours, and here one of the two is ours.`)
  }

  #endStorm(): void {
    this.#play.setStorm(undefined)
    this.#note(say`The weather is fine: every datagram arrives once, in its order.`)
  }

  async #startAll(act: Act | undefined): Promise<void> {
    if (!(await this.#startServer())) return
    if (act) await this.#perform(act)
    else if (!this.#startsClients) await this.#startClient()
    this.showPrompt()
  }

  async #startAgain(): Promise<void> {
    if ((await this.#startServer()) && !this.#startsClients && !this.#play.hasClient)
      await this.#startClient()
  }

  async #startServer(): Promise<boolean> {
    const isReady = await this.#play.startServer()
    this.#hasFailed ||= !isReady
    return isReady
  }

  async #startClient(words: readonly string[] = []): Promise<void> {
    const { clientFile, subject } = this.#cast
    if (clientFile !== undefined && words.length > 0) {
      const command = ['npx', 'tsx', `${subject.shownAs}/${clientFile}`, ...words.map(quoteWord)].join(' ')
      this.#note(say`A client is started: ${command}`)
    }
    const client = await this.#play.startClient(words)
    if (client && !this.#startsClients) this.#choose(client)
    this.#hasFailed ||= client === undefined
  }

  async #performNamed(name: string): Promise<void> {
    const act = this.#acts.find((act) => act.name === name)
    if (act && this.#cast.serverFile !== undefined) return await this.#perform(act)
    this.#note(say`The server is ours; the named clients visit yours.`)
  }

  async #perform(act: Act): Promise<void> {
    this.#note(say`${act.name}: ${act.does}.`)
    const went = await this.#play.runAct(act)
    this.#hasFailed ||= !went
    this.#note(say`${act.name} has left.`)
  }

  #listThere(): Participant[] {
    const isForTyping = ({ role }: Participant) => role === 'server' || !this.#startsClients
    return this.#play.participants.filter((participant) => participant.isThere && isForTyping(participant))
  }

  #findChosen(): Participant | undefined {
    return this.#listThere().find(({ id }) => id === this.#chosen)
  }

  /** @param number of a client; without one, the server is meant */
  #chooseNumbered(number: number | undefined): void {
    const wanted = number === undefined ? serverSpeaker : createClientSpeaker(number)
    const there = this.#listThere().find(({ id }) => id === wanted.id)
    if (there) this.#choose(there)
    else this.#note(say`There is no ${wanted.name} to type to.`)
  }

  #choose(participant: Participant | undefined): void {
    this.#chosen = participant?.id
    this.showPrompt()
  }

  #chooseWhoIsThere(): void {
    const isClient = ({ role }: Participant) => role === 'client'
    if (!this.#findChosen()) this.#chosen = this.#listThere().findLast(isClient)?.id
    this.showPrompt()
  }

  /** Whether each line that is typed starts a client of its own, which gets it as its arguments. */
  get #startsClients(): boolean {
    return this.#cast.isClientToldByArguments
  }

  #note(sentence: Words): void {
    this.#view.audience.onNote(sentence)
  }
}

/** Writes a word so that a shell takes it for one. */
function quoteWord(word: string): string {
  return /^[\p{L}\p{N}_./:@%+=,-]+$/u.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`
}
