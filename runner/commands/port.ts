/** `npm run port 9909`: who holds a port, and how to get it back. */
import { parseArguments } from '../edge/arguments.ts'
import { showPort } from '../desk/port/port-doctor.ts'
import { exitCodes, Refusal, type ExitCode } from '../edge/refusal.ts'
import type { Workbook } from '../workbook.ts'
import { say } from '../language/say.ts'

/** @param args the port's number */
export async function runPort(args: readonly string[], workbook: Workbook): Promise<ExitCode> {
  const usage = 'npm run port 9909'
  const { words } = parseArguments(args, { usage, words: [1, 1] })
  const [word = ''] = words
  const port = Number(word)
  if (!/^\d{1,5}$/.test(word) || port < 1 || port > 65_535) {
    throw new Refusal(
      say`"${word}" is no port: a port is a number from 1 to 65535.`,
      say`Usage: ${usage}`,
      exitCodes.wrongUsage,
    )
  }
  await showPort(workbook, port)
  return exitCodes.passed
}
