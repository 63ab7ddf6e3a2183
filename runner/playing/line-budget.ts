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
  /** Gives the whole allowance back, as a quiet second does. */
  readonly refill: () => void
}

/** @param onLeftOut told how many lines were left out, at most once a second */
export function createLineBudget(onLeftOut: (lines: number) => void): LineBudget {
  let wanted = 0
  let allowed = mostLinesASecond
  let leftOut = 0
  let timer: NodeJS.Timeout | undefined
  const flush = () => {
    if (leftOut > 0) onLeftOut(leftOut)
    leftOut = 0
  }
  const endSecond = () => {
    allowed = wanted > allowed ? mostLinesOfAFlood : mostLinesASecond
    // The next second is watched as well: if nothing comes in it, the allowance is whole again.
    timer = wanted > 0 ? setTimeout(endSecond, secondMs) : undefined
    wanted = 0
    flush()
  }
  return {
    take: () => {
      timer ??= setTimeout(endSecond, secondMs)
      wanted += 1
      if (wanted > allowed) leftOut += 1
      return wanted <= allowed
    },
    flush,
    refill: () => {
      clearTimeout(timer)
      timer = undefined
      wanted = 0
      allowed = mostLinesASecond
      flush()
    },
    [Symbol.dispose]: () => clearTimeout(timer),
  }
}
