/**
 * Menus and questions. The one file that knows `prompts`, which is no longer maintained: whoever replaces it
 * has to change nothing else. Where nothing can be drawn they are numbered lists.
 */
import { say, type Words } from '../language/say.ts'
import { renderSafely, renderWords } from '../text/screen.ts'
import { Writable } from 'node:stream'
import prompts from 'prompts'
import { cutText, measureWidth } from '../text/width.ts'
import { Cancelled } from '../edge/cancelled.ts'
import { openKeyboard } from './keyboard.ts'
import type { Terminal } from './terminal.ts'
import { chooseByNumber, confirmByWord } from './numbered-menu.ts'

export interface Choice<T> {
  readonly title: Words
  /** The word by which it can be chosen in every language; without one, the first of its title. */
  readonly word?: string
  readonly value: T
}

/**
 * Lets the learner choose with the arrow keys and Enter, or by number.
 * @param skip what to call the choice of none where it can be made by number too; with the arrow keys it is Esc
 * @returns the value chosen; undefined when they left the menu with Esc or Ctrl-D
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
  const { screen } = terminal
  const question = renderSafely(message, screen)
  const hint = renderWords(say`arrow keys, then Enter`, screen)
  const room = screen.width - 1
  const index: unknown = await ask(terminal, {
    type: 'select',
    message: cutText(question, room - 4),
    // A line that the terminal breaks would be drawn again in the wrong place at the next key.
    hint: measureWidth(question) + measureWidth(hint) + 6 <= room ? hint : ' ',
    choices: choices.map(({ title }, value) => ({
      title: cutText(renderSafely(title, screen), room - 4),
      value,
    })),
    optionsPerPage: Math.max(2, Math.min(choices.length, terminal.rows - 3)),
    // What was chosen stands beside the question in the end, and has less room there than in its own line.
    onRender(this: { readonly done?: boolean; readonly selection?: { title: string } }) {
      if (this.done && this.selection)
        this.selection.title = cutText(this.selection.title, Math.max(0, room - measureWidth(question) - 5))
    },
  })
  return typeof index === 'number' ? choices[index]?.value : undefined
}

/**
 * Asks a question that is answered with yes or no; Enter means no.
 * @throws {Cancelled} on Ctrl-C and when the run is cancelled.
 */
export async function confirm(terminal: Terminal, message: Words): Promise<boolean> {
  if (terminal.screen.plain) return confirmByWord(terminal, message)
  const answer = await ask(terminal, {
    type: 'confirm',
    message: cutText(renderSafely(message, terminal.screen), terminal.screen.width - 14),
    initial: false,
  })
  return answer === true
}

type Question = Omit<prompts.PromptObject<'answer'>, 'name'> & { readonly optionsPerPage?: number }

async function ask(terminal: Terminal, question: Question): Promise<unknown> {
  const { stdin, signal } = terminal
  signal.throwIfAborted()
  let isInterrupted = false
  // `prompts` has no other way to be ended from outside, and ended it must be: it puts the terminal back.
  const pressCancel = () => stdin.emit('keypress', undefined, { name: 'c', ctrl: true })
  const interrupt = () => {
    isInterrupted = true
    pressCancel()
  }
  using _keyboard = openKeyboard(terminal, { onInterrupt: interrupt, onEnd: interrupt })
  signal.addEventListener('abort', pressCancel)
  let cancelled = false
  try {
    const answers = await prompts(
      { ...question, name: 'answer', stdin, stdout: createPromptOutput(terminal) },
      { onCancel: () => void (cancelled = true) },
    )
    signal.throwIfAborted()
    if (isInterrupted) throw new Cancelled()
    return cancelled ? undefined : answers.answer
  } finally {
    signal.removeEventListener('abort', pressCancel)
  }
}

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
