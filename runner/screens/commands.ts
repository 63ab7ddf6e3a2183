/** What `npm run help` shows: all commands, or all about one. */
import { say, type Words } from '../language/say.ts'
import {
  createPaint,
  renderIndented,
  renderPairs,
  renderSentences,
  renderWords,
  measureColumns,
  type Screen,
} from '../text/screen.ts'

/** What is told of a command. */
interface ToldCommand {
  readonly usage: string
  readonly does: Words
  readonly parts?: readonly (readonly [part: string, meaning: Words])[]
}

const helpCommand: ToldCommand = {
  usage: 'npm run help [COMMAND]',
  does: say`lists the commands, or tells all about one`,
}

/** Lists all commands, those for authors last. */
export function renderCommands(
  learners: readonly ToldCommand[],
  instructors: readonly ToldCommand[],
  authors: readonly ToldCommand[],
  screen: Screen,
): string {
  return [
    ...learners.flatMap((command) => renderCommand(command, screen)),
    ...renderCommand(helpCommand, screen),
    '',
    ...renderSentences(say`Without a number a command means the lesson that you are at.`, screen),
    '',
    ...renderSentences(say`For whoever grades a class:`, screen),
    ...instructors.flatMap((command) => renderCommand(command, screen)),
    '',
    ...renderSentences(say`For authors of lessons:`, screen),
    ...authors.flatMap((command) => renderCommand(command, screen)),
  ].join('\n')
}

function renderCommand({ usage, does }: ToldCommand, screen: Screen): string[] {
  return [
    ...renderIndented(usage, 2, measureColumns(screen)),
    ...renderIndented(renderWords(does, screen), 6, measureColumns(screen)),
  ]
}

/** Tells all about one command. */
export function renderCommandHelp({ usage, does, parts = [] }: ToldCommand, screen: Screen): string {
  return [
    ...renderIndented(createPaint(screen).bold(usage), 2, measureColumns(screen)),
    ...renderSentences(does, screen, '  '),
    ...(parts.length > 0 ? ['', ...renderPairs(parts, screen)] : []),
  ].join('\n')
}
