/** Cuts what somebody says into lines, and leaves out what is too much for anybody to read. */
import { createLineBudget } from './line-budget.ts'

const mostCharactersALine = 1_000
/** A line that does not end, a prompt for example, is shown once nothing more of it has come for so long. */
const restMs = 120

export interface Speech extends Disposable {
  readonly push: (text: string) => void
  /** Shows what is left of a line that did not end, and how much was left out. */
  readonly flush: () => void
}

/**
 * Makes the speech of one speaker.
 * @param onLine told each line, without its line feed
 * @param onLeftOut told how many lines were left out, at most once a second
 */
export function createSpeech(onLine: (line: string) => void, onLeftOut: (lines: number) => void): Speech {
  const budget = createLineBudget(onLeftOut)
  let rest = ''
  let timer: NodeJS.Timeout | undefined

  const say = (line: string) => {
    if (budget.take()) onLine(line.slice(0, mostCharactersALine).replace(/\r$/u, ''))
  }
  const sayRest = () => {
    clearTimeout(timer)
    if (rest !== '') say(rest)
    rest = ''
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
    [Symbol.dispose]: () => {
      clearTimeout(timer)
      budget[Symbol.dispose]()
    },
  }
}
