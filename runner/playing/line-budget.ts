/** So many lines of one speaker are shown in a second; a person reads fewer. */
const mostLinesASecond = 200
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
  let leftOut = 0
  let timer: NodeJS.Timeout | undefined
  const flush = () => {
    clearTimeout(timer)
    timer = undefined
    shown = 0
    if (leftOut > 0) onLeftOut(leftOut)
    leftOut = 0
  }
  return {
    take: () => {
      timer ??= setTimeout(flush, secondMs)
      shown += 1
      if (shown > mostLinesASecond) leftOut += 1
      return shown <= mostLinesASecond
    },
    flush,
    [Symbol.dispose]: () => clearTimeout(timer),
  }
}
