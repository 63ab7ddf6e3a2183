/** Runs the experiment of a prediction before the learner's eyes. */
import { say } from '../../language/say.ts'
import { existsSync } from 'node:fs'
import type { Lesson } from '../../lessons/catalogue.ts'
import { listPortUses } from '../../lessons/programs.ts'
import type { Experiment } from '../../lessons/predictions/parse-experiment.ts'
import { longestExperimentMs, runExperiment } from '../../lessons/predictions/run-experiment.ts'
import {
  renderExperimentEnd,
  renderExperimentHeading,
  renderExperimentLine,
} from '../../screens/lesson/prediction.ts'
import { renderSentences } from '../../text/screen.ts'
import { createQuietKeyboard } from '../../terminal/quiet-keyboard.ts'
import { showText } from '../../terminal/show.ts'
import type { Workbook } from '../../workbook.ts'
import { findWorkFolder } from '../../work/folders/work-folder.ts'
import { openLesson, showOpened } from './open-lesson.ts'
import { isPortHeld, showPort } from '../port/port-doctor.ts'

/**
 * Runs it and shows what it prints as it comes. Ctrl-C ends the experiment, not the workbook.
 * @throws {Cancelled} when the workbook is ended meanwhile
 */
export async function runExperimentVisibly(
  workbook: Workbook,
  lesson: Lesson,
  experiment: Experiment,
): Promise<void> {
  const { root, env, screen, signal, stdin, interactive, suspend } = workbook
  // The text is read before the starter is copied, and the experiment may be a file of it.
  if (!existsSync(findWorkFolder(root, lesson))) {
    showOpened(workbook, await openLesson(workbook, lesson))
    showText(workbook, '')
  }
  const port = await findHeldPort(workbook, lesson, experiment)
  if (port !== undefined) {
    const sentence = say`The experiment was not run: it needs port ${port}. When that is free again, run it by hand:`
    return showText(workbook, `\n${renderSentences(sentence, screen).join('\n')}\n  ${experiment.command}`)
  }
  showText(workbook, renderExperimentHeading(experiment.command, screen))
  const interruption = new AbortController()
  using _keyboard = createQuietKeyboard({
    stdin,
    interactive,
    screen,
    suspend,
    cancel: () => interruption.abort(),
  })
  const end = await runExperiment({
    experiment,
    root,
    env,
    signal,
    interrupt: interruption.signal,
    onLine: (line) => showText(workbook, renderExperimentLine(line, screen)),
  })
  showText(workbook, renderExperimentEnd(end, longestExperimentMs, screen))
}

/** A port that the experiment takes and somebody holds, after the learner has been told and could end it. */
async function findHeldPort(
  workbook: Workbook,
  lesson: Lesson,
  experiment: Experiment,
): Promise<number | undefined> {
  const named = experiment.env['PORT']
  const programs = lesson.programs
    .filter(({ file }) => experiment.file === `work/${lesson.name}/${file}`)
    .map((program) => (named === undefined ? program : { ...program, port: Number(named) }))
  for (const use of listPortUses(programs)) {
    if (!isPortHeld(workbook, use)) continue
    await showPort(workbook, use.port)
    if (isPortHeld(workbook, use)) return use.port
    showText(workbook, '')
  }
  return undefined
}
