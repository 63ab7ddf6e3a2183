/** What goes wrong in a command, told on stderr and by the exit code. */
import { say } from '../language/say.ts'
import { showNotices } from '../terminal/show.ts'
import { escapeText } from '../text/visible.ts'
import { Cancelled } from '../edge/cancelled.ts'
import { exitCodes, Refusal, type ExitCode } from '../edge/refusal.ts'
import { renderRefusal } from '../screens/refusal.ts'
import type { Workbook } from '../workbook.ts'

const showCursor = '\x1b[?25h'

/** Runs a command. Never rejects: what it throws is told, and becomes an exit code. */
export async function tellFailures(workbook: Workbook, run: () => Promise<ExitCode>): Promise<ExitCode> {
  try {
    return await run()
  } catch (error) {
    return showFailure(error, workbook)
  }
}

function showFailure(error: unknown, workbook: Workbook): ExitCode {
  const { stdout, stderr, screen, signal, verbose } = workbook
  if (error instanceof Cancelled || signal.aborted) {
    if (stdout.isTTY) stdout.write(screen.plain ? '\n' : `${showCursor}\n`)
    return exitCodes.cancelled
  }
  if (error instanceof Refusal) {
    stderr.write(`${renderRefusal(error, screen)}\n`)
    return error.exitCode
  }
  const [firstLine = ''] = String(error).split('\n')
  showNotices(workbook, [say`This is our mistake, not yours. What happened: ${escapeText(firstLine)}`])
  const details = error instanceof Error ? (error.stack ?? '') : ''
  if (verbose) stderr.write(`${details}\n`)
  else showNotices(workbook, [say`The same command with  -- --verbose  tells all that is known about it.`])
  return exitCodes.notJudged
}
