/** Who plays in a lesson: which of the learner's programs, over what, and at which port. */
import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { findFreePort } from '../../processes/claimed-ports.ts'
import type { Lesson } from '../../lessons/catalogue.ts'
import { type Act, listActs } from '../../playing/acts.ts'
import type { Cast } from '../../playing/play.ts'
import { findDefaultPorts } from '../../lessons/default-ports.ts'
import { exitCodes, Refusal } from '../../edge/refusal.ts'
import type { Workbook } from '../../workbook.ts'
import { findWorkFolder } from '../../work/folders/work-folder.ts'
import { refuseUnbegun } from '../help/differences.ts'
import { isPortHeld, showPort } from '../port/port-doctor.ts'
import { say } from '../../language/say.ts'

export interface Casting {
  readonly cast: Cast
  /** The named client that was asked for. */
  readonly act: Act | undefined
  /** What has to be said of the port. */
  readonly remarks: readonly string[]
}

/**
 * Chooses who plays.
 * @param wanted a named client, or a program of the lesson's beside server and client, for example "inbox"
 * @throws {Refusal} where the lesson was not begun, has nothing to play, or knows nothing of that name
 */
export async function chooseCast(
  workbook: Workbook,
  lesson: Lesson,
  wanted: string | undefined,
): Promise<Casting> {
  const folder = findWorkFolder(workbook.root, lesson)
  if (!existsSync(folder)) throw refuseUnbegun(lesson)
  // A program that the learner has removed is still the lesson's: that it is missing is told when it is to start.
  const has = (file: string) => [folder, lesson.starter].some((place) => existsSync(join(place, file)))
  const other = wanted !== undefined && !['server', 'client'].includes(wanted) && isProgram(wanted, has)
  const serverFile = other ? `${wanted}.ts` : has('server.ts') ? 'server.ts' : undefined
  const clientFile = !other && has('client.ts') ? 'client.ts' : undefined
  const file = serverFile ?? clientFile
  if (file === undefined)
    throw new Refusal(
      say`Lesson ${lesson.number} has neither a server nor a client to play with.`,
      say`Its programs are run by hand: npm run lesson ${lesson.number}`,
    )
  const protocol = await readProtocol(lesson, file)
  const act = other ? undefined : findAct(lesson, wanted, serverFile, protocol)
  const own = await readFile(join(folder, file), 'utf8').catch(() => '')
  const { port, remarks } = await choosePort(workbook, own, protocol)
  const subject = {
    folder,
    shownAs: `work/${lesson.name}`,
    mark: randomUUID(),
    loader: import.meta.resolve('tsx'),
    compiled: {},
  }
  return { cast: { subject, protocol, port, serverFile, clientFile }, act, remarks }
}

/**
 * Whether a client takes what it sends as arguments, and nothing from the keyboard: then each line starts one.
 * Read anew for each line, as the file may have been changed meanwhile.
 */
export async function takesArguments({ subject, clientFile }: Cast): Promise<boolean> {
  if (clientFile === undefined) return false
  const source = await readFile(join(subject.folder, clientFile), 'utf8').catch(() => '')
  return /\bargv\b/u.test(source) && !/\bstdin\b/u.test(source)
}

function isProgram(name: string, has: (file: string) => boolean): boolean {
  // A worker is a part of its server and no program of its own.
  return /^[\w-]+$/u.test(name) && name !== 'worker' && has(`${name}.ts`)
}

async function readProtocol(lesson: Lesson, file: string): Promise<'tcp' | 'udp'> {
  const places = [lesson.starter, lesson.solution].map((place) => join(place, file))
  const sources = await Promise.all(places.map((path) => readFile(path, 'utf8').catch(() => '')))
  return sources.some((source) => source.includes('node:dgram')) ? 'udp' : 'tcp'
}

function findAct(
  lesson: Lesson,
  wanted: string | undefined,
  serverFile: string | undefined,
  protocol: 'tcp' | 'udp',
): Act | undefined {
  if (wanted === undefined) return undefined
  if (serverFile === undefined)
    throw new Refusal(
      say`In lesson ${lesson.number} you write no server that "${wanted}" could visit.`,
      say`Your client and a server of ours: npm run play ${lesson.number}`,
      exitCodes.wrongUsage,
    )
  const acts = listActs(protocol)
  const act = acts.find(({ name }) => name === wanted)
  if (act) return act
  throw new Refusal(
    say`There is no client called "${wanted}" in lesson ${lesson.number}.`,
    say`There are:\n${acts.map(({ name, does }) => `  ${name}: ${does}`).join('\n')}`,
    exitCodes.wrongUsage,
  )
}

/** The lesson's own port where it is free, so that one can join from another terminal; else a free one. */
async function choosePort(
  workbook: Workbook,
  source: string,
  protocol: 'tcp' | 'udp',
): Promise<{ port: number; remarks: string[] }> {
  const [port] = findDefaultPorts(source)
  if (port === undefined) return { port: await findFreePort(), remarks: [] }
  const use = { port, kind: protocol === 'tcp' ? 'listener' : 'datagrams' } as const
  if (!isPortHeld(workbook, use)) return { port, remarks: [] }
  if (workbook.interactive) await showPort(workbook, port)
  if (!isPortHeld(workbook, use)) return { port, remarks: [] }
  const free = await findFreePort()
  const remark = `Port ${port} is taken (npm run port ${port} tells by whom), so the server gets ${free}.`
  return { port: free, remarks: [remark] }
}
