/** So many lines of one speaker are shown in a second; a person reads fewer. */
const mostLinesASecond = 200
/** After a second that had more, so many: enough to see that it goes on, and what the others say can be read. */
const mostLinesOfAFlood = 3
const secondMs = 1_000

export interface LineBudget extends Disposable {
  /** Whether one more line may be shown now. A line that may not is counted. */
  readonly take: () => boolean
  /** Tells now how many lines were left out. */
  readonly flush: () => void
}

/** @param onLeftOut told how many lines were left out, at most once a second */
export function createLineBudget(onLeftOut: (lines: number) => void): LineBudget {
  let shown = 0
  let allowed = mostLinesASecond
  let leftOut = 0
  let timer: NodeJS.Timeout | undefined
  const flush = () => {
    clearTimeout(timer)
    timer = undefined
    shown = 0
    allowed = leftOut > 0 ? mostLinesOfAFlood : mostLinesASecond
    if (leftOut > 0) onLeftOut(leftOut)
    leftOut = 0
  }
  return {
    take: () => {
      timer ??= setTimeout(flush, secondMs)
      shown += 1
      if (shown > allowed) leftOut += 1
      return shown <= allowed
    },
    flush,
    [Symbol.dispose]: () => clearTimeout(timer),
  }
}
