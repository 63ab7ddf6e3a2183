/** Says who holds a port. */
import { say, sayAnd, sayCount, type Part, type Sentence, type Words } from '../language/say.ts'
import { isEndable, isTaken, listOwners } from '../ports/holders.ts'
import type { Owner } from '../ports/read-owner.ts'
import type { Hold, PortFacts } from '../ports/read-port.ts'
import { cutText } from '../text/width.ts'
import { describeAge } from './lesson/age.ts'
import {
  createPaint,
  measureColumns,
  renderPairs,
  renderParagraph,
  renderSafely,
  renderSentences,
  type Screen,
} from '../text/screen.ts'
import { escapeText } from '../text/visible.ts'

/** How many processes are told one by one. */
const mostTold = 4

/** Tells all about a port: who listens, who only has a connection there, and what TIME_WAIT has left behind. */
export function renderPort(facts: PortFacts, screen: Screen): string {
  const { port, holds, timeWait } = facts
  if (!isTaken(facts)) {
    return renderSentences(say`Port ${port} is free: no socket of this machine uses it.`, screen).join('\n')
  }
  const owners = listOwners(holds)
  const untold = owners.length - mostTold
  const hidden = holds.filter((hold) => hold.owners.length === 0)
  const blocks = [
    ...owners.slice(0, mostTold).map((owner) => renderOwner(port, holds, owner, screen)),
    ...(untold > 0 ? [renderSentences(describeUntold(untold), screen)] : []),
    ...(hidden.length > 0 ? [renderSentences(describeHold(port, hidden, stranger), screen)] : []),
    ...(timeWait > 0 ? [renderTimeWait(facts, screen)] : []),
  ]
  return blocks.map((lines) => lines.join('\n')).join('\n\n')
}

const stranger = say`a process of another user, which the system does not show to you`

function describeUntold(count: number): Sentence {
  return sayCount(count, say`… and ${count} more process.`, say`… and ${count} more processes.`)
}

function renderOwner(port: number, holds: readonly Hold[], owner: Owner, screen: Screen): string[] {
  const own = holds.filter(({ owners }) => owners.some(({ pid }) => pid === owner.pid))
  const { bold } = createPaint(screen)
  const sentence = renderSafely(describeHold(port, own, describeOwner(owner)), screen)
  const command = cutText(escapeText(owner.commandLine.join(' ')), Math.max(20, measureColumns(screen) - 16))
  const facts: [Words, Words][] = [[say`process`, say`${owner.pid}, started ${describeAge(owner.ageMs)}`]]
  if (command !== '') facts.push([say`command`, command])
  if (owner.folder !== undefined) facts.push([say`in`, escapeText(owner.folder)])
  return [
    ...renderSentences(bold(sentence), screen),
    ...renderPairs(facts, screen),
    ...renderAdvice(owner, screen),
  ]
}

/** Says for what a port is used, and by whom. */
function describeHold(port: number, holds: readonly Hold[], holder: Part): Sentence {
  const addresses = (kind: Hold['kind']) => [
    ...new Set(holds.filter((hold) => hold.kind === kind).map(({ address }) => address)),
  ]
  const listening = addresses('listener')
  if (listening.length > 0)
    return say`Port ${port} is held on ${sayAnd(listening)} (TCP, listening) by ${holder}.`
  const bound = addresses('datagrams')
  if (bound.length > 0) return say`Port ${port} is held on ${sayAnd(bound)} (UDP) by ${holder}.`
  const count = holds.length
  return sayCount(
    count,
    say`Port ${port} is used for ${count} connection (TCP, nobody listens) by ${holder}.`,
    say`Port ${port} is used for ${count} connections (TCP, nobody listens) by ${holder}.`,
  )
}

/** Names a process: "your program of lesson 1, work/01-tcp-echo/server.ts", "another program, nc". */
export function describeOwner({ program, lessonProgram, isSameUser }: Owner): Sentence {
  if (!lessonProgram) return say`another program, ${program}`
  const { lesson, file, isSolution } = lessonProgram
  if (isSolution) return say`our solution of lesson ${lesson}, ${file}`
  return isSameUser
    ? say`your program of lesson ${lesson}, ${file}`
    : say`a program of lesson ${lesson}, ${file}`
}

function renderAdvice(owner: Owner, screen: Screen): string[] {
  const advice = isEndable(owner)
    ? say`To end it: Ctrl-C in the terminal that it runs in, or  kill ${owner.pid}  in any other.`
    : say`It is not a lesson program of this workbook. End it the way it was started, or use another port: PORT=9910 before your command.`
  return renderSentences(advice, screen)
}

function renderTimeWait({ port, holds, timeWait }: PortFacts, screen: Screen): string[] {
  const kept = sayCount(
    timeWait,
    say`${timeWait} connection on port ${port} has ended and is kept in TIME_WAIT by the system. No process owns it, so there is nothing to end: on Linux it goes by itself within 60 seconds.`,
    say`${timeWait} connections on port ${port} have ended and are kept in TIME_WAIT by the system. No process owns them, so there is nothing to end: on Linux they go by themselves within 60 seconds.`,
  )
  const rest =
    holds.length > 0
      ? say`The port is held by the process named above.`
      : say`A server in Node can listen here all the same, unless this was the port of a client, chosen for it by the system. Then wait, or use another port: PORT=9910 before your command.`
  return renderParagraph([kept, rest], screen)
}

/** Says how to look a port up by hand, where this program cannot. */
export function renderLookUp(port: number, platform: string, screen: Screen): string {
  const isWindows = platform === 'win32'
  const command = isWindows ? `netstat -ano | findstr :${port}` : `lsof -nP -iTCP:${port} -sTCP:LISTEN`
  return [
    ...renderSentences(say`Who holds port ${port} cannot be read here. This command tells it:`, screen),
    `  ${command}`,
    ...renderSentences(
      isWindows
        ? say`The last column is the id of the process. Its name: tasklist /fi "PID eq …"`
        : say`The second column is the id of the process. A line with TIME_WAIT in netstat belongs to no process.`,
      screen,
    ),
  ].join('\n')
}
