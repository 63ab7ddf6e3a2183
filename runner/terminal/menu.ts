/**
 * Menus and questions, drawn by `prompts`. The one file that knows that package, which is no longer maintained: it only
 * draws, and what a key means is decided here. Where nothing can be drawn they are numbered lists.
 */
import { PassThrough, Writable } from 'node:stream'
import prompts from 'prompts'
import { Cancelled } from '../edge/cancelled.ts'
import { say, type Words } from '../language/say.ts'
import { renderSafely, renderWords } from '../text/screen.ts'
import { cutText, measureWidth } from '../text/width.ts'
import { letEarlierKeysCome, openKeyboard } from './keyboard.ts'
import { movePlace } from './menu-place.ts'
import { chooseByNumber, confirmByWord } from './numbered-menu.ts'
import type { Terminal } from './terminal.ts'

export interface Choice<T> {
  readonly title: Words
  /** The word by which it can be chosen in every language; without one, the first of its title. */
  readonly word?: string
  /** The key that chooses it, which stands before its title; without one, the number of its place. */
  readonly key?: string
  readonly value: T
}

/**
 * Lets the learner choose: with the arrow keys and Enter, or by the key that stands before a choice. Space chooses nothing,
 * and neither does what was typed before the menu was drawn.
 * @param skip what to call the choice of none where it can be made by number too; with the arrow keys it is Esc
 * @returns the value chosen; undefined when they left the menu with Esc, q or Ctrl-D
 * @throws {Cancelled} on Ctrl-C and when the run is cancelled.
 */
export async function chooseFromMenu<T>(
  terminal: Terminal,
  message: Words,
  choices: readonly Choice<T>[],
  { skip }: { readonly skip?: Words } = {},
): Promise<T | undefined> {
  if (terminal.screen.plain) {
    const chosen = await chooseByNumber(terminal, message, choices, skip)
    return chosen === undefined ? undefined : choices[chosen]?.value
  }
  const { screen, rows } = terminal
  const room = screen.width - 1
  const question = cutText(renderSafely(message, screen), room - 4)
  const hint = renderWords(say`arrow keys and Enter, or a key shown here`, screen)
  const widestKey = Math.max(...choices.map((_, index) => measureWidth(keyOf(choices, index))))
  const titles = choices.map(({ title }, index) => {
    const text = `${keyOf(choices, index).padEnd(widestKey)}  ${renderSafely(title, screen)}`
    return { title: cutText(text, room - 4), value: index }
  })
  const index = await ask(
    terminal,
    {
      type: 'select',
      message: question,
      // A line that the terminal breaks would be drawn again in the wrong place at the next key.
      hint: measureWidth(question) + measureWidth(hint) + 6 <= room ? hint : ' ',
      choices: titles,
      optionsPerPage: Math.max(2, Math.min(choices.length, rows - 3)),
    },
    {
      press: (key, prompt) => {
        const named = choices.findIndex((_, place) => keyOf(choices, place) === key)
        if (named !== -1) prompt.moveCursor?.(named)
        if (named !== -1 || enterKeys.includes(key)) prompt.submit()
        else if (leaveKeys.includes(key)) prompt.abort()
        else {
          prompt.moveCursor?.(movePlace(prompt.cursor, key, choices.length))
          prompt.render()
        }
      },
      // What was chosen stands beside the question in the end, without its key; leaving is not told as a choice.
      conclude: (prompt) => {
        const title = prompt.aborted ? '' : renderSafely(choices[prompt.cursor]?.title ?? '', screen)
        if (prompt.selection)
          prompt.selection.title = cutText(title, Math.max(0, room - measureWidth(question) - 5))
      },
    },
  )
  return typeof index === 'number' ? choices[index]?.value : undefined
}

/**
 * Asks a question that is answered with y or n; Enter means no.
 * @throws {Cancelled} on Ctrl-C and when the run is cancelled.
 */
export async function confirm(terminal: Terminal, message: Words): Promise<boolean> {
  if (terminal.screen.plain) return confirmByWord(terminal, message)
  const { screen } = terminal
  const question = cutText(renderSafely(message, screen), screen.width - 14)
  const answer = await ask(
    terminal,
    { type: 'confirm', message: question, initial: false },
    {
      press: (key, prompt) => {
        if (key.toLowerCase() === 'y') prompt.value = true
        if (['y', 'n'].includes(key.toLowerCase()) || enterKeys.includes(key)) prompt.submit()
        else if (leaveKeys.includes(key)) prompt.abort()
      },
    },
  )
  return answer === true
}

const enterKeys: readonly string[] = ['\r', '\n']
const leaveKeys: readonly string[] = ['\x1b', 'q', '\x04']

function keyOf(choices: readonly Choice<unknown>[], index: number): string {
  return choices[index]?.key ?? (index < 9 ? String(index + 1) : '')
}

type Question = Omit<prompts.PromptObject<'answer'>, 'name'> & { readonly optionsPerPage?: number }

/** What `prompts` draws, as it hands itself out when it draws. */
interface Prompt {
  value: unknown
  readonly cursor: number
  readonly done?: boolean
  readonly aborted?: boolean
  readonly selection?: { title: string }
  /** Whether nothing of it stands on the screen that would have to be drawn over. */
  firstRender: boolean
  moveCursor?: (place: number) => void
  submit: () => void
  abort: () => void
  render: () => void
}

interface PromptKeys {
  readonly press: (key: string, prompt: Prompt) => void
  /** Called before it is drawn for the last time. */
  readonly conclude?: (prompt: Prompt) => void
}

/** @returns the answer; undefined when they left the question */
async function ask(
  terminal: Terminal,
  question: Question,
  { press, conclude }: PromptKeys,
): Promise<unknown> {
  const { signal, stdout } = terminal
  signal.throwIfAborted()
  let drawn: Prompt | undefined
  let isInterrupted = false
  const keep = (prompt: Prompt) => {
    drawn = prompt
    if (prompt.done) conclude?.(prompt)
  }
  const interrupt = () => {
    isInterrupted = true
    drawn?.abort()
  }
  using _keyboard = openKeyboard(terminal, {
    onKeys: (keys) => {
      for (const key of keys) if (drawn && !drawn.done) press(key, drawn)
    },
    onInterrupt: interrupt,
    onEnd: interrupt,
    onSuspend: () => stdout.write(showCursor),
    onResume: () => {
      if (drawn) drawn.firstRender = true
      drawn?.render()
    },
  })
  signal.addEventListener('abort', interrupt)
  let isLeft = false
  try {
    await letEarlierKeysCome()
    const answers = await prompts(
      {
        ...question,
        name: 'answer',
        // It draws and no more: it hears no key.
        stdin: new PassThrough(),
        stdout: createPromptOutput(terminal),
        onRender(this: Prompt) {
          keep(this)
        },
      },
      { onCancel: () => void (isLeft = true) },
    )
    signal.throwIfAborted()
    if (isInterrupted) throw new Cancelled()
    return isLeft ? undefined : answers.answer
  } finally {
    signal.removeEventListener('abort', interrupt)
  }
}

const showCursor = '\r\n\x1b[?25h'

// oxlint-disable-next-line no-control-regex -- a colour begins with one
const colours = /\x1b\[[\d;]*m/g

/** What `prompts` draws on: the terminal, without the colours that it decides on by itself. */
function createPromptOutput({ stdout, screen }: Terminal): Writable {
  const output = new Writable({
    decodeStrings: false,
    write: (chunk: unknown, _encoding, done) => {
      const text = String(chunk)
      stdout.write(screen.colour ? text : text.replace(colours, ''))
      done()
    },
  })
  return Object.defineProperties(output, {
    isTTY: { value: true },
    columns: { get: () => stdout.columns },
    rows: { get: () => stdout.rows },
  })
}
