/** How far grading has come: one line that changes on a terminal, a line for each submission elsewhere. */
import { say, sayCount, type Words } from '../language/say.ts'
import { createLiveLine } from '../terminal/live-line.ts'
import { showWords } from '../terminal/show.ts'
import type { Terminal } from '../terminal/terminal.ts'
import { joinParts } from '../text/screen.ts'
import type { SubmissionMark } from './judge/marks.ts'

export interface Progress extends Disposable {
  /** Said before a lesson's starter is judged. */
  readonly plan: (lesson: number) => void
  readonly start: (student: string) => void
  readonly done: (mark: SubmissionMark, done: number) => void
}

/** @param count how many submissions there are */
export function createProgress(terminal: Terminal, count: number): Progress {
  const { screen, interactive } = terminal
  const isDrawn = interactive && !screen.plain
  const line = isDrawn ? createLiveLine(terminal) : undefined
  const began = performance.now()
  let done = 0
  const tell = (student: Words) => {
    const left = describeLeft((performance.now() - began) / 1_000, done, count)
    line?.change(joinParts([say`${done} of ${count}`, student, ...(left ? [left] : [])], screen))
  }
  return {
    plan: (lesson) => line?.change(say`Reading the checks of lesson ${lesson} …`),
    start: tell,
    done: ({ student, points }, now) => {
      done = now
      if (isDrawn) tell(student)
      else if (points === null) showWords(terminal, say`${done} of ${count}: ${student} has no mark.`)
      else
        showWords(
          terminal,
          say`${done} of ${count}: ${student} has ${sayCount(points, say`${points} point`, say`${points} points`)}.`,
        )
    },
    [Symbol.dispose]: () => line?.[Symbol.dispose](),
  }
}

/** Nothing before there is something to reckon with. */
function describeLeft(seconds: number, done: number, count: number): Words | undefined {
  if (done === 0 || done === count) return undefined
  const left = (seconds / done) * (count - done)
  if (left < 90) return say`about ${Math.ceil(left)} s left`
  return say`about ${Math.ceil(left / 60)} min left`
}
