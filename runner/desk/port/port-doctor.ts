/** The port doctor: tells a learner who holds a port, and ends their own forgotten program if they want it. */
import { platform } from 'node:os'
import type { Lesson } from '../../lessons/catalogue.ts'
import { findAddressInUse } from '../../ports/address-in-use.ts'
import { listPortUses, type PortUse } from '../../lessons/programs.ts'
import { endOwner, longestGoodbyeMs } from './end-owner.ts'
import { isEndable, isTaken, listOwners, listRivals } from '../../ports/holders.ts'
import type { Owner } from '../../ports/read-owner.ts'
import { type PortFacts, readPort } from '../../ports/read-port.ts'
import type { LessonResult } from '../../results/result.ts'
import { describeAge } from '../../screens/lesson/age.ts'
import { describeOwner, renderLookUp, renderPort } from '../../screens/port.ts'
import { say } from '../../language/say.ts'
import { renderParagraph } from '../../text/screen.ts'
import { confirm } from '../../terminal/menu.ts'
import { showNotices, showText, showWords } from '../../terminal/show.ts'
import type { Workbook } from '../../workbook.ts'

/** Shows who holds a port. On a terminal it offers to end the learner's own lesson programs among them. */
export async function showPort(workbook: Workbook, port: number): Promise<void> {
  const facts = readPort(port, workbook.root)
  if (!facts) return showText(workbook, renderLookUp(port, platform(), workbook.screen))
  showText(workbook, renderPort(facts, workbook.screen))
  if (!workbook.interactive) return
  for (const owner of listOwners(facts.holds).filter(isEndable)) await offerEnding(workbook, facts, owner)
}

/** Whether a live socket has the port for the same kind of use, as far as this machine tells. */
export function isPortHeld({ root }: Workbook, use: PortUse): boolean {
  const facts = readPort(use.port, root)
  return facts !== undefined && listRivals(facts, use).length > 0
}

/** Says who holds the port that a program under check found taken, if one did and it still is. */
export async function showTakenPort(workbook: Workbook, result: LessonResult): Promise<void> {
  const printed = result.checks.map(({ failure }) => failure?.printedLast ?? '')
  const port = printed.map(findAddressInUse).find((found) => found !== undefined)
  if (port === undefined) return
  const facts = readPort(port, workbook.root)
  if (facts && !isTaken(facts)) return
  showText(workbook, '')
  await showPort(workbook, port)
}

/**
 * Says that a program of this workbook still listens on a default port of the lesson. It does not disturb the check,
 * which takes free ports, but it is what a learner talks to by hand while they change the file.
 */
export async function noteRunningServers(workbook: Workbook, lesson: Lesson): Promise<void> {
  for (const use of listPortUses(lesson.programs)) {
    const { port } = use
    const facts = readPort(port, workbook.root)
    const owners = facts ? listOwners(listRivals(facts, use)) : []
    for (const owner of owners.filter(({ lessonProgram }) => lessonProgram !== undefined)) {
      const sentence = say`Port ${port}: ${describeOwner(owner)}, is still running (pid ${owner.pid}, started ${describeAge(owner.ageMs)}). The check takes other ports, but by hand you talk to that one. More: npm run port ${port}`
      showNotices(workbook, [sentence, ''])
    }
  }
}

async function offerEnding(workbook: Workbook, facts: PortFacts, owner: Owner): Promise<void> {
  showText(workbook, '')
  if (!(await confirm(workbook, say`End process ${owner.pid}?`))) return
  if (await endOwner(facts, owner, 'SIGTERM')) return showEnded(workbook, facts.port, owner)
  showWords(
    workbook,
    say`It was asked to end (SIGTERM) and is still there after ${longestGoodbyeMs / 1000} s.`,
  )
  if (!(await confirm(workbook, say`End it at once (SIGKILL)?`))) return
  if (await endOwner(facts, owner, 'SIGKILL')) return showEnded(workbook, facts.port, owner)
  showWords(workbook, say`Process ${owner.pid} is still there.`)
}

function showEnded(workbook: Workbook, port: number, owner: Owner): void {
  const isHeld = (readPort(port, workbook.root)?.holds.length ?? 0) > 0
  const rest = isHeld
    ? say`Somebody still holds port ${port}: npm run port ${port}`
    : say`Port ${port} is free again.`
  const ended = say`Process ${owner.pid} has ended.`
  showText(workbook, renderParagraph([ended, rest], workbook.screen).join('\n'))
}
