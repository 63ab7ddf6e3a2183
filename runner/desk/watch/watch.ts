/** Checking at every save until the learner leaves. */
import type { Lesson } from '../../lessons/catalogue.ts'
import { exitCodes, Refusal } from '../../edge/refusal.ts'
import type { Workbook } from '../../workbook.ts'
import type { WatchEnding } from './lesson-watch.ts'
import { watchInLines } from './watch-in-lines.ts'
import { runDeskOnScreen } from './desk-on-screen.ts'
import { say } from '../../language/say.ts'

/**
 * Watches the learner's work on a lesson, which has been begun.
 * @throws {Refusal} (wrong usage) where nobody is there. A watch never ends by itself: in a script or a pipe it would
 * hang for ever, which is worse to find than a sentence.
 */
export async function runWatch(workbook: Workbook, lesson: Lesson): Promise<WatchEnding> {
  if (!workbook.interactive) throw refuseUnwatched(lesson)
  if (workbook.screen.plain) return watchInLines(workbook, lesson)
  return runDeskOnScreen(workbook, lesson, { notes: [], watches: true, checksAtOnce: true })
}

/** What to say where there is nobody to watch. */
export function refuseUnwatched(lesson: Lesson): Refusal {
  return new Refusal(
    say`Watching needs somebody who watches: input and output have to be a terminal.`,
    say`To check once: npm run check ${lesson.number}`,
    exitCodes.wrongUsage,
  )
}
