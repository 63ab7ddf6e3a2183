/** What a learner is told when something that they asked for cannot be done, and who goes on all the same. */
import { Refusal } from '../../edge/refusal.ts'
import { renderRefusal } from '../../screens/refusal.ts'
import { showNotices } from '../../terminal/show.ts'
import type { Workbook } from '../../workbook.ts'

/** Tells a refusal. */
export function showRefusal(workbook: Workbook, refusal: Refusal): void {
  showNotices(workbook, [renderRefusal(refusal, workbook.screen)])
}

/**
 * Does something that the learner chose among other things. Where it is refused, that is told: it is something that they
 * can mend, in another window, and no reason to send them away.
 */
export async function tolerateRefusal(workbook: Workbook, action: () => Promise<unknown>): Promise<void> {
  try {
    await action()
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    showRefusal(workbook, error)
  }
}
