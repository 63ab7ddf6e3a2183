/** Checks of what a server says of its port: a line when it has it, and another when somebody else has. */
import { say } from '../../language/say.ts'
import { check } from '../check/check.ts'
import type { CheckContext } from '../check/context.ts'
import type { DeclaredCheck } from '../check/wanted.ts'
import { quote } from '../bytes/quote.ts'
import type { Program } from '../program/program.ts'
import { named, type ServerCheck } from './standing-checks.ts'

/** Declares that a server prints a line when it has its port, and not where it cannot have it. */
export function tellsItsPort({ who, server, ...options }: ServerCheck): DeclaredCheck {
  const { role = say`server`, file = 'server.ts', protocol = 'tcp', ...how } = server ?? {}
  const isUdp = protocol === 'udp'
  return check(
    named(who, isUdp ? 'prints a line when it has its port' : 'prints a line when it listens'),
    {
      ...options,
      help: isUdp
        ? say`Print a line in the function that you give to bind, or at the event "listening", and not before: only then does the socket have its port.`
        : say`The last argument of listen is a function that is called when the server listens, and not before: print a line there.`,
      byHand: [`npx tsx {subject}/${file}`, `npx tsx {subject}/${file}     while the first is there`],
    },
    async (t) => {
      const first = await t.startServer({ ...server, protocol })
      await first.expectNewOutput(0, isUdp ? say`when it had its port` : say`when it was listening`)
      await t.untilAtRest(first)
      const second = t.startProgram({ ...how, role: say`second ${role}`, file, port: first.port })
      await second.expectComplaint(say`its port was taken`)
      failIfSaidToHavePort(t, first, second)
    },
  )
}

/** Declares that a server whose port is taken says so in one line on stderr, ends with 1 and leaves the other alone. */
export function tellsTakenPort({ who, server, ...options }: ServerCheck): DeclaredCheck {
  const { role = say`server`, file = 'server.ts', protocol = 'tcp', ...how } = server ?? {}
  return check(
    named(who, 'a taken port gives one line and exit code 1'),
    {
      ...options,
      help: say`A taken port arrives as the event "error" of whatever listens, with the code EADDRINUSE: one line on stderr, and process.exitCode = 1.`,
      byHand: [`npx tsx {subject}/${file}`, `npx tsx {subject}/${file}; echo "exit code $?"`],
    },
    async (t) => {
      const first = await t.startServer({ ...server, role: say`first ${role}`, protocol })
      const second = t.startProgram({ ...how, role: say`second ${role}`, file, port: first.port })
      await t.becomesTrue(first, () => first.hasExited || second.hasExited)
      if (first.hasExited) {
        t.fail(
          'exited-early',
          say`A second copy of your ${role} was started on the port of the first, and the first one ended. It had done nothing wrong.`,
        )
      }
      await second.expectComplaint(say`its port was taken`)
      failIfSaidAnyway(t, first, second)
    },
  )
}

/**
 * Fails if a server whose port was taken has printed all that the one printed that has it: among that is the line that
 * tells so. What else the two print is their own business.
 * @throws {CheckFailure}
 */
export function failIfSaidToHavePort(t: CheckContext, first: Program, refused: Program): void {
  const printed = listLines(refused.printedSince(0))
  const lines = listLines(first.printedSince(0))
  const line = lines.at(-1)
  if (line === undefined || lines.some((said) => !printed.includes(said))) return
  t.fail(
    'wrong-output',
    say`The port of ${refused.within} was taken, and it printed ${quote(line)}, as the first one did, which has the port.`,
  )
}

/**
 * Fails if a server whose port was taken has complained of nothing: what a server prints however it fares, a banner for
 * example, says nothing about a port.
 * @returns the lines of its complaint
 * @throws {CheckFailure}
 */
export function failIfSaidAnyway(t: CheckContext, first: Program, refused: Program): string[] {
  const always = new Set(listLines(first.printedSince(0)))
  const complaint = listLines(refused.stderr).filter((line) => !always.has(line))
  if (complaint.length === 0)
    t.fail(
      'wrong-output',
      say`The port of ${refused.within} was taken, and it did not say so. What it printed, the first one had printed as well, and that one has the port.`,
    )
  return complaint
}

function listLines(printed: string): string[] {
  return printed.split('\n').filter((line) => line.trim() !== '')
}
