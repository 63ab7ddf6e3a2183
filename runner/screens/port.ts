/** Says who holds a port. */
import { isEndable, isTaken, listOwners } from '../ports/holders.ts'
import type { Owner } from '../ports/read-owner.ts'
import type { Hold, PortFacts } from '../ports/read-port.ts'
import { cutText } from '../text/width.ts'
import { describeAge } from './lesson/age.ts'
import {
  createPaint,
  measureColumns,
  renderCount,
  renderPairs,
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
    return renderSentences(`Port ${port} is free: no socket of this machine uses it.`, screen).join('\n')
  }
  const owners = listOwners(holds)
  const hidden = holds.filter((hold) => hold.owners.length === 0)
  const blocks = [
    ...owners.slice(0, mostTold).map((owner) => renderOwner(port, holds, owner, screen)),
    ...(owners.length > mostTold
      ? [
          renderSentences(
            `… and ${renderCount(owners.length - mostTold, 'more process', 'more processes')}.`,
            screen,
          ),
        ]
      : []),
    ...(hidden.length > 0 ? [renderHidden(port, hidden, screen)] : []),
    ...(timeWait > 0 ? [renderTimeWait(facts, screen)] : []),
  ]
  return blocks.map((lines) => lines.join('\n')).join('\n\n')
}

function renderOwner(port: number, holds: readonly Hold[], owner: Owner, screen: Screen): string[] {
  const own = holds.filter(({ owners }) => owners.some(({ pid }) => pid === owner.pid))
  const { bold } = createPaint(screen)
  const sentence = `${describeHold(port, own)} by ${describeOwner(owner)}.`
  const command = cutText(escapeText(owner.commandLine.join(' ')), Math.max(20, measureColumns(screen) - 16))
  const facts: [string, string][] = [
    ['process', `${owner.pid}, started ${describeAge(owner.ageMs)}`],
    ...(command === '' ? [] : [['command', command] as [string, string]]),
    ...(owner.folder === undefined ? [] : [['in', escapeText(owner.folder)] as [string, string]]),
  ]
  return [
    ...renderSentences(bold(sentence), screen),
    ...renderPairs(facts, screen),
    ...renderAdvice(owner, screen),
  ]
}

function describeHold(port: number, holds: readonly Hold[]): string {
  const addresses = (kind: Hold['kind']) => [
    ...new Set(holds.filter((hold) => hold.kind === kind).map(({ address }) => address)),
  ]
  const listening = addresses('listener')
  if (listening.length > 0) return `Port ${port} is held on ${listening.join(' and ')} (TCP, listening)`
  const bound = addresses('datagrams')
  if (bound.length > 0) return `Port ${port} is held on ${bound.join(' and ')} (UDP)`
  return `Port ${port} is used for ${renderCount(holds.length, 'connection')} (TCP, nobody listens)`
}

/** Names a process: "your program of lesson 1, work/01-tcp-echo/server.ts", "another program, nc". */
export function describeOwner({ program, lessonProgram, isSameUser }: Owner): string {
  if (!lessonProgram) return `another program, ${escapeText(program)}`
  const { lesson, file } = lessonProgram
  const which = file.startsWith('solutions/') ? 'our solution' : 'a program'
  const whose = file.startsWith('solutions/') || !isSameUser ? which : 'your program'
  return `${whose} of lesson ${lesson}, ${escapeText(file)}`
}

function renderAdvice(owner: Owner, screen: Screen): string[] {
  if (isEndable(owner)) {
    return renderSentences(
      `To end it: Ctrl-C in the terminal that it runs in, or  kill ${owner.pid}  in any other.`,
      screen,
    )
  }
  return renderSentences(
    'It is no lesson program of this workbook. End it the way it was started, or use another port: PORT=9910 before your command.',
    screen,
  )
}

function renderHidden(port: number, hidden: readonly Hold[], screen: Screen): string[] {
  return renderSentences(
    `${describeHold(port, hidden)} by a process of another user, which the system does not show to you.`,
    screen,
  )
}

function renderTimeWait({ port, holds, timeWait }: PortFacts, screen: Screen): string[] {
  const one = timeWait === 1
  const rest =
    holds.length > 0
      ? 'What holds the port is the process above.'
      : 'A server of Node can listen here all the same unless the row was left by a client that the system had given this port to; then wait, or use another port: PORT=9910 before your command.'
  return renderSentences(
    `${renderCount(timeWait, 'connection')} on port ${port} ${one ? 'has' : 'have'} ended and ${one ? 'is' : 'are'} kept in TIME_WAIT by the system. No process owns ${one ? 'it' : 'them'}, so there is nothing to end: on Linux ${one ? 'it goes' : 'they go'} by ${one ? 'itself' : 'themselves'} within 60 seconds. ${rest}`,
    screen,
  )
}

/** Says how to look a port up by hand, where this program cannot. */
export function renderLookUp(port: number, platform: string, screen: Screen): string {
  const isWindows = platform === 'win32'
  const command = isWindows ? `netstat -ano | findstr :${port}` : `lsof -nP -iTCP:${port} -sTCP:LISTEN`
  return [
    ...renderSentences(`Who holds port ${port} cannot be read here. This command tells it:`, screen),
    `  ${command}`,
    ...renderSentences(
      isWindows
        ? 'The last column is the id of the process. Its name: tasklist /fi "PID eq …"'
        : 'The second column is the id of the process. A line with TIME_WAIT in netstat belongs to no process.',
      screen,
    ),
  ].join('\n')
}
