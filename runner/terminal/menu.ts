/** Menus and questions. Where nothing can be drawn they are numbered lists. */
import { Cancelled } from '../edge/cancelled.ts'
import { say, type Words } from '../language/say.ts'
import { createPaint, renderSafely, renderWords } from '../text/screen.ts'
import { cutText, measureWidth } from '../text/width.ts'
import { letEarlierKeysCome, openKeyboard } from './keyboard.ts'
import { movePlace } from './menu-place.ts'
import { chooseByNumber, confirmByWord } from './numbered-menu.ts'
import { createRepeatedDrawing } from './repeated-drawing.ts'
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
  let place = 0
  const chosen = await ask<number>(terminal, {
    draw: () => drawMenu(terminal, message, choices, place),
    press: (key, settle) => {
      const named = choices.findIndex((_, index) => keyOf(choices, index) === key)
      if (named !== -1) return settle(named)
      if (enterKeys.includes(key)) return settle(place)
      if (leaveKeys.includes(key)) return settle(undefined)
      place = movePlace(place, key, choices.length)
    },
    conclude: (index) =>
      index === undefined ? undefined : drawChoice(terminal, message, choices[index]?.title ?? ''),
  })
  return chosen === undefined ? undefined : choices[chosen]?.value
}

/**
 * Asks a question that is answered with y or n; Enter means no.
 * @throws {Cancelled} on Ctrl-C and when the run is cancelled.
 */
export async function confirm(terminal: Terminal, message: Words): Promise<boolean> {
  if (terminal.screen.plain) return confirmByWord(terminal, message)
  const { screen } = terminal
  const way = renderWords(say`y or n`, screen)
  const question = () => cutText(renderSafely(message, screen), screen.width - measureWidth(way) - 5)
  const answer = await ask<boolean>(terminal, {
    draw: () => [`${createPaint(screen).bold(question())} ${createPaint(screen).dim(`(${way})`)}`],
    press: (key, settle) => {
      if (key.toLowerCase() === 'y') settle(true)
      if (key.toLowerCase() === 'n' || enterKeys.includes(key) || leaveKeys.includes(key)) settle(false)
    },
    conclude: (isMeant) => drawChoice(terminal, message, isMeant ? say`yes` : say`no`),
  })
  return answer === true
}

const enterKeys: readonly string[] = ['\r', '\n']
const leaveKeys: readonly string[] = ['\x1b', 'q', '\x04']

interface Question<T> {
  /** The lines of the question as it stands, each narrower than the terminal. */
  readonly draw: () => string[]
  /** Takes a key; `settle` ends the question. */
  readonly press: (key: string, settle: (answer: T | undefined) => void) => void
  /** The line that stays in place of the question; undefined where nothing does. */
  readonly conclude: (answer: T | undefined) => string | undefined
}

async function ask<T>(terminal: Terminal, { draw, press, conclude }: Question<T>): Promise<T | undefined> {
  const { signal, stdout } = terminal
  signal.throwIfAborted()
  const drawing = createRepeatedDrawing(stdout)
  let isAsked = false
  const redraw = () => {
    if (isAsked) drawing.draw(draw())
  }
  const { promise, resolve, reject } = createDeferred<T | undefined>()
  const cancel = () => reject(new Cancelled())
  using _keyboard = openKeyboard(terminal, {
    onKeys: (keys) => {
      if (!isAsked) return
      for (const key of keys) press(key, resolve)
      redraw()
    },
    onInterrupt: cancel,
    onEnd: cancel,
    onSuspend: () => drawing.leave(),
    onResume: redraw,
  })
  signal.addEventListener('abort', cancel)
  stdout.on('resize', redraw)
  try {
    await letEarlierKeysCome()
    isAsked = true
    redraw()
    const given = await promise
    const line = conclude(given)
    drawing.replace(line === undefined ? [] : [line])
    return given
  } finally {
    isAsked = false
    drawing.leave()
    stdout.off('resize', redraw)
    signal.removeEventListener('abort', cancel)
  }
}

function createDeferred<T>() {
  let resolve: (value: T) => void = () => {}
  let reject: (error: Error) => void = () => {}
  const promise = new Promise<T>((resolveIt, rejectIt) => {
    resolve = resolveIt
    reject = rejectIt
  })
  return { promise, resolve, reject }
}

function keyOf(choices: readonly Choice<unknown>[], index: number): string {
  return choices[index]?.key ?? (index < 9 ? String(index + 1) : '')
}

function drawMenu(
  terminal: Terminal,
  message: Words,
  choices: readonly Choice<unknown>[],
  place: number,
): string[] {
  const { screen, rows } = terminal
  const { bold, cyan, dim } = createPaint(screen)
  const room = screen.width - 1
  const hint = renderWords(say`arrow keys and Enter, or a key shown here`, screen)
  const question = cutText(renderSafely(message, screen), room)
  const isHinted = measureWidth(question) + measureWidth(hint) + 3 <= room
  // What the terminal has no rows for is out of sight above and below, and the chosen one is always in sight.
  const shown = Math.max(2, Math.min(choices.length, rows - 2))
  const first = Math.max(0, Math.min(place - Math.floor(shown / 2), choices.length - shown))
  const widestKey = Math.max(...choices.map((_, index) => measureWidth(nameKey(keyOf(choices, index)))))
  const lines = choices.slice(first, first + shown).map(({ title }, row) => {
    const index = first + row
    const key = nameKey(keyOf(choices, index)).padEnd(widestKey)
    const text = cutText(`${key}  ${renderSafely(title, screen)}`, room - 2)
    return index === place ? cyan(`❯ ${text}`) : `  ${text}`
  })
  return [bold(question) + (isHinted ? `   ${dim(hint)}` : ''), ...lines]
}

/** What is printed on a key. */
function nameKey(key: string): string {
  return key === '\r' ? 'Enter' : key
}

function drawChoice({ screen }: Terminal, message: Words, title: Words): string {
  const { dim } = createPaint(screen)
  const question = renderSafely(message, screen)
  return cutText(`${dim(question)} ${renderSafely(title, screen)}`, screen.width - 1)
}
