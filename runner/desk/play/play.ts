/** Playing a lesson's programs: the learner's own, side by side, with the wire between them. */
import { say } from '../../language/say.ts'
import { readCatalogue, type Lesson } from '../../lessons/catalogue.ts'
import type { Act } from '../../playing/acts.ts'
import { type Cast, Play } from '../../playing/play.ts'
import { listSockets } from '../../processes/protocol.ts'
import { startGuard } from '../../processes/guard.ts'
import { exitCodes, type ExitCode } from '../../edge/refusal.ts'
import { type PlayOpening, renderPlayOpening } from '../../screens/play.ts'
import { showText } from '../../terminal/show.ts'
import { guardTerminal } from '../../terminal/terminal-guard.ts'
import { createTypingDesk } from '../../terminal/typing-desk.ts'
import { untilCancelled } from '../../edge/cancelled.ts'
import type { Workbook } from '../../workbook.ts'
import { type Casting, chooseCast } from './cast.ts'
import { PlayDirector } from './play-director.ts'
import { createPlayView, type PlayView } from './play-view.ts'

/**
 * Lets the learner's server and clients play in one terminal. On a terminal it lasts until the learner leaves; in a
 * pipe, until the input and the clients have ended, and with a named client until that has done what it does.
 * @param wanted a named client, or a program of the lesson's beside server and client
 * @returns 130 when it was left with Ctrl-C
 * @throws {Refusal} see chooseCast; {Cancelled} when the workbook is ended meanwhile
 */
export async function runPlay(workbook: Workbook, lesson: Lesson, wanted?: string): Promise<ExitCode> {
  const casting = await chooseCast(workbook, lesson, wanted)
  using _claim = casting.claim
  workbook.signal.throwIfAborted()
  const { cast, act } = casting
  const earlier = findEarlierServer(await readCatalogue(workbook.root), lesson, cast)
  const opening = describeOpening(workbook, lesson, casting, earlier)
  showText(workbook, renderPlayOpening(opening, workbook.screen))
  await using _terminal = isDrawn(workbook) ? guardTerminal(workbook.stdout, String.raw`\r\n`) : undefined
  await using guard = startGuard()
  guard.watch(cast.subject.mark)
  using view = createPlayView(workbook)
  await using play = new Play(cast, view.audience)
  const director = new PlayDirector(workbook, play, cast, view)
  return await untilCancelled(runToEnd(workbook, play, director, view, act), workbook.signal)
}

async function runToEnd(
  workbook: Workbook,
  play: Play,
  director: PlayDirector,
  view: PlayView,
  act: Act | undefined,
): Promise<ExitCode> {
  if (workbook.interactive) return await runTyped(workbook, play, director, view, act)
  await director.open(act)
  if (!act && !director.hasFailed) await runTyped(workbook, play, director, view)
  return director.hasFailed ? exitCodes.failed : exitCodes.passed
}

/** Does what is typed until the play is left or the input is over. */
function runTyped(
  workbook: Workbook,
  play: Play,
  director: PlayDirector,
  view: PlayView,
  act?: Act,
): Promise<ExitCode> {
  return new Promise<ExitCode>((resolve, reject) => {
    const leave = () => resolve(exitCodes.passed)
    const take = async (line: string) => {
      if (await director.obey(line)) leave()
    }
    let queue: Promise<unknown> = Promise.resolve()
    view.desk = createTypingDesk(workbook, {
      onLine: (line) => {
        // In a pipe each line waits for the one before; somebody who types does not have to wait.
        queue = isDrawn(workbook) ? take(line) : queue.then(() => take(line))
        queue.catch(reject)
      },
      onTab: () => director.chooseNext(),
      onEndKey: () => director.endInput(),
      onEndOfInput: () => {
        queue = queue.then(() => play.finish()).then(leave)
        queue.catch(reject)
      },
      onInterrupt: () => resolve(exitCodes.cancelled),
    })
    director.showPrompt()
    if (!workbook.interactive) return
    const opening = director.open(act)
    if (!isDrawn(workbook)) queue = opening
    opening.catch(reject)
  })
}

const argumentsRemark = say`Your client takes what it sends as arguments, so each line that you type starts one with these words.`

/** Whether there is a line to type in, with the play above it. */
function isDrawn({ interactive, screen }: Workbook): boolean {
  return interactive && !screen.plain
}

/** The learner's own server of the lesson before that has one: what plays where a lesson asks only for a client. */
function findEarlierServer(
  lessons: readonly Lesson[],
  { number }: Lesson,
  { protocol }: Cast,
): string | undefined {
  const servers = lessons.flatMap((lesson) =>
    lesson.number < number
      ? lesson.programs
          .filter((program) => program.role === 'server' && listSockets(program.protocol).includes(protocol))
          .map(({ file }) => `work/${lesson.name}/${file}`)
      : [],
  )
  return servers.at(-1)
}

function describeOpening(
  { interactive }: Workbook,
  lesson: Lesson,
  casting: Casting,
  earlier: string | undefined,
): PlayOpening {
  const { cast, act, remarks } = casting
  const { serverFile, clientFile, subject, port, protocol } = cast
  const env = `PORT=${port} npx tsx`
  const startsClients = cast.isClientToldByArguments
  const server = serverFile ? `${subject.shownAs}/${serverFile}` : earlier
  const client = clientFile
    ? `${env} ${subject.shownAs}/${clientFile}${startsClients ? ` ${casting.clientWords}` : ''}`
    : `nc ${protocol === 'udp' ? '-u ' : ''}127.0.0.1 ${port}`
  const host = serverFile ? say`your ${serverFile}` : say`a server of ours, which answers in upper case`
  const guest = act
    ? say`the ${act.name}`
    : clientFile
      ? say`your ${clientFile}`
      : say`a client of ours, which sends what you type without a line end`
  return {
    title: say`Lesson ${lesson.number} · ${lesson.title} · play`,
    cast: say`Side by side: ${host}, and ${guest}. You see what each of them says, and the wire between them.`,
    commands: [...(server === undefined ? [] : [`${env} ${server}`]), act ? act.byHand(port) : client],
    remarks: startsClients && !act ? [...remarks, argumentsRemark] : remarks,
    isTyped: interactive,
  }
}
