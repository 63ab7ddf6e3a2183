/**
 * Lines that come at any time, above a line in which somebody types. Where the screen cannot be drawn on, lines are
 * printed as they come and read as they are typed, and there is no line to type in.
 */
import type { Words } from '../language/say.ts'
import { openKeyboard } from './keyboard.ts'
import { emitKeypressEvents } from 'node:readline'
import { StringDecoder } from 'node:string_decoder'
import { createPaint, renderWords } from '../text/screen.ts'
import { cutText, measureWidth } from '../text/width.ts'
import type { Terminal } from './terminal.ts'
import { editLine, emptyLine, type EditedLine, type Key, showLinePart } from './line-editor.ts'

export interface TypingDesk extends Disposable {
  /** Shows a line above the one that is typed. Each must fit into a row of the screen. */
  readonly print: (line: string) => void
  /** Changes the words before what is typed. */
  readonly setPrompt: (prompt: Words) => void
}

export interface Typist {
  readonly onLine: (line: string) => void
  /** Tab: whom to type to next. */
  readonly onTab: () => void
  /** Ctrl-D on an empty line, where lines are drawn. */
  readonly onEndKey: () => void
  /** The input is over: nothing more can be typed. */
  readonly onEndOfInput: () => void
  /** Ctrl-C, where the terminal hands it over as a key. */
  readonly onInterrupt: () => void
}

export function createTypingDesk(terminal: Terminal, typist: Typist): TypingDesk {
  return terminal.interactive && !terminal.screen.plain
    ? createDrawnDesk(terminal, typist)
    : createPlainDesk(terminal, typist)
}

function createPlainDesk({ stdin, stdout }: Terminal, { onLine, onEndOfInput }: Typist): TypingDesk {
  const decoder = new StringDecoder('utf8')
  let rest = ''
  const onData = (chunk: Buffer | string) => {
    const lines = (rest + decoder.write(Buffer.from(chunk))).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) onLine(line.replace(/\r$/u, ''))
  }
  const onEnd = () => {
    if (rest !== '') onLine(rest)
    rest = ''
    onEndOfInput()
  }
  stdin.on('data', onData).on('end', onEnd).resume()
  return {
    print: (line) => void stdout.write(`${line}\n`),
    setPrompt: () => {},
    [Symbol.dispose]: () => void stdin.off('data', onData).off('end', onEnd).pause(),
  }
}

const mostRemembered = 100

function createDrawnDesk(terminal: Terminal, typist: Typist): TypingDesk {
  const { stdin, stdout } = terminal
  const typed: string[] = []
  let recalled = 0
  let line: EditedLine = emptyLine
  let prompt: Words = ''
  let drawnColumns = 0
  let waiting: string[] = []
  let isScheduled = false
  let isOver = false

  // A tab that comes together with other keys was pasted, and is text.
  let isPasted = false

  const erase = () => {
    // A terminal that was made narrower has broken the row into several.
    const rows = Math.max(1, Math.ceil(drawnColumns / Math.max(1, stdout.columns ?? drawnColumns)))
    return `${rows > 1 ? `\x1b[${rows - 1}A` : ''}\r\x1b[J`
  }
  const draw = () => {
    const columns = terminal.screen.width - 1
    const before = cutText(`${renderWords(prompt, terminal.screen)} `, Math.max(4, columns - 12))
    const start = measureWidth(before)
    const { text, cursor } = showLinePart(showTabs(line), columns - start)
    drawnColumns = start + measureWidth(text)
    return `${createPaint(terminal.screen).bold(before)}${text}\r${start + cursor > 0 ? `\x1b[${start + cursor}C` : ''}`
  }
  const redraw = () => {
    isScheduled = false
    if (isOver) return
    const above = waiting.map((line) => `${line}\n`).join('')
    waiting = []
    stdout.write(erase() + above + draw())
  }
  // Many lines may come at once, and one drawing is enough for them.
  const schedule = () => {
    if (!isScheduled) setImmediate(redraw)
    isScheduled = true
  }
  const remember = (text: string) => {
    if (text !== '' && text !== typed.at(-1)) typed.push(text)
    if (typed.length > mostRemembered) typed.shift()
    recalled = typed.length
  }
  const recall = (step: number) => {
    recalled = Math.min(Math.max(recalled + step, 0), typed.length)
    line = { before: typed[recalled] ?? '', after: '' }
  }
  const onKey = (text: string | undefined, key: Key = {}) => {
    const whole = line.before + line.after
    if (key.ctrl && key.name === 'd') {
      if (whole === '') typist.onEndKey()
    } else if (key.name === 'return' || key.name === 'enter') {
      line = emptyLine
      remember(whole)
      typist.onLine(whole)
    } else if (key.name === 'tab' && isPasted) line = { ...line, before: `${line.before}\t` }
    else if (key.name === 'tab') typist.onTab()
    else if (key.name === 'up') recall(-1)
    else if (key.name === 'down') recall(1)
    else line = editLine(line, text, key)
    schedule()
  }
  // Opened first, so that it knows of a chunk before its keys are told one by one.
  const keyboard = openKeyboard(terminal, {
    onKeys: (keys) => void (isPasted = keys.length > 1),
    onInterrupt: typist.onInterrupt,
    onEnd: typist.onEndOfInput,
    onSuspend: () => {
      stdout.write(erase())
      drawnColumns = 0
    },
    onResume: schedule,
  })
  emitKeypressEvents(stdin)
  stdin.on('keypress', onKey)
  stdout.on('resize', schedule)
  return {
    print: (line) => {
      waiting.push(line)
      schedule()
    },
    setPrompt: (words) => {
      prompt = words
      schedule()
    },
    [Symbol.dispose]: () => {
      isOver = true
      stdin.off('keypress', onKey)
      keyboard[Symbol.dispose]()
      stdout.off('resize', schedule)
      stdout.write(erase() + waiting.map((line) => `${line}\n`).join(''))
    },
  }
}

/** A tab has no width of its own: two blanks stand for it on the screen. */
function showTabs({ before, after }: EditedLine): EditedLine {
  return { before: before.replaceAll('\t', '  '), after: after.replaceAll('\t', '  ') }
}
