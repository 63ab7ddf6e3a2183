/** Cuts what somebody says into lines, and leaves out what is too much for anybody to read. */
import { createLineBudget } from './line-budget.ts'

const mostCharactersALine = 1_000
/** A line that does not end, a prompt for example, is shown once nothing more of it has come for so long. */
const restMs = 120
/** Of the lines that were left out so many are kept, for the case that they were the last. */
const mostKeptLines = 20

export interface Speech extends Disposable {
  readonly push: (text: string) => void
  /** Shows what is left of a line that did not end, and how much was left out. */
  readonly flush: () => void
  /** The speaker says no more: its last lines are shown in any case, as they often say why. */
  readonly end: () => void
  /** Somebody begins to speak anew, with the whole allowance. */
  readonly begin: () => void
}

interface Hearer {
  /** Told each line, without its line feed. */
  readonly onLine: (line: string) => void
  /** Told how many lines were left out, at most once a second. */
  readonly onLeftOut: (lines: number) => void
  /** Told, before they come, how many of the lines that were left out are shown after all. */
  readonly onLastLines: (lines: number) => void
}

/** Makes the speech of one speaker. */
export function createSpeech({ onLine, onLeftOut, onLastLines }: Hearer): Speech {
  const budget = createLineBudget(onLeftOut)
  let rest = ''
  let hidden: string[] = []
  let timer: NodeJS.Timeout | undefined

  const say = (line: string) => {
    const shown = line.slice(0, mostCharactersALine).replace(/\r$/u, '')
    if (budget.take()) {
      hidden = []
      onLine(shown)
    } else hidden = [...hidden.slice(1 - mostKeptLines), shown]
  }
  const sayRest = () => {
    clearTimeout(timer)
    if (rest !== '') say(rest)
    rest = ''
  }
  const sayHidden = () => {
    if (hidden.length > 0) onLastLines(hidden.length)
    for (const line of hidden) onLine(line)
    hidden = []
  }
  return {
    push: (text) => {
      clearTimeout(timer)
      const lines = (rest + text).split('\n')
      // Whoever prints without line feeds must not fill the memory.
      rest = (lines.pop() ?? '').slice(0, mostCharactersALine)
      for (const line of lines) say(line)
      if (rest !== '') timer = setTimeout(sayRest, restMs)
    },
    flush: () => {
      sayRest()
      budget.flush()
    },
    end: () => {
      sayRest()
      budget.refill()
      sayHidden()
    },
    begin: () => {
      hidden = []
      budget.refill()
    },
    [Symbol.dispose]: () => {
      clearTimeout(timer)
      budget[Symbol.dispose]()
    },
  }
}
