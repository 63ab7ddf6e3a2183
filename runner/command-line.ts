/** The commands by name: from words to an exit code, each loaded when it is called. */
import type { Command } from './commands/command.ts'
import { parseArguments } from './edge/arguments.ts'
import { exitCodes, Refusal, type ExitCode } from './edge/refusal.ts'
import { languageNames } from './language/language.ts'
import { say } from './language/say.ts'
import { renderCommandHelp, renderCommands } from './screens/commands.ts'
import { tellFailures } from './start-up/tell-failures.ts'
import { showText } from './terminal/show.ts'
import { languageVariable } from './terminal/terminal.ts'
import { findLikest } from './text/likeness.ts'
import type { Workbook } from './workbook.ts'

/** Loaded only when it is called, so that a short command starts fast. */
type Load = () => Promise<{ readonly command: Command }>

const learnersCommands: Readonly<Record<string, Load>> = {
  start: () => import('./commands/start.ts'),
  lesson: () => import('./commands/lesson.ts'),
  check: () => import('./commands/check.ts'),
  play: () => import('./commands/play.ts'),
  list: () => import('./commands/list.ts'),
  hint: () => import('./commands/hint.ts'),
  diff: () => import('./commands/diff.ts'),
  solution: () => import('./commands/solution.ts'),
  reset: () => import('./commands/reset.ts'),
  port: () => import('./commands/port.ts'),
  submit: () => import('./commands/submit.ts'),
}

const instructorsCommands: Readonly<Record<string, Load>> = {
  grade: () => import('./commands/grade.ts'),
}

const authorsCommands: Readonly<Record<string, Load>> = {
  new: () => import('./commands/new.ts'),
  verify: () => import('./commands/verify.ts'),
}

const commands: Readonly<Record<string, Load>> = {
  ...learnersCommands,
  ...instructorsCommands,
  ...authorsCommands,
}
const helpWords = ['help', '--help', '-h']

/**
 * Runs the command that the words name. Never rejects: what is thrown is told on stderr and by the exit code.
 * @param words the command's name and what stands after it
 */
export async function runCommandLine(words: readonly string[], workbook: Workbook): Promise<ExitCode> {
  return tellFailures(workbook, async () => {
    refuseUnknownLanguage(workbook)
    const [name = '', ...args] = words
    if (helpWords.includes(name)) return await showHelp(workbook, args[0])
    const command = await loadCommand(name)
    if (args.some((word) => word === '--help' || word === '-h')) return await showHelp(workbook, name)
    const { usage, words: counts, flags } = command
    if (counts === 'raw')
      return await command.run({ words: args, getFlag: () => undefined, isSet: () => false }, workbook)
    const shape = { usage, words: counts, ...(flags && { flags }) }
    return await command.run(parseArguments(args, shape, workbook.env), workbook)
  })
}

async function loadCommand(name: string): Promise<Command> {
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (!load) throw refuseUnknown(name)
  return (await load()).command
}

/** Shows all commands, or all about one. */
async function showHelp(workbook: Workbook, name: string | undefined): Promise<ExitCode> {
  const loadAll = (group: Readonly<Record<string, Load>>) => Promise.all(Object.keys(group).map(loadCommand))
  const help =
    name === undefined
      ? renderCommands(
          await loadAll(learnersCommands),
          await loadAll(instructorsCommands),
          await loadAll(authorsCommands),
          workbook.screen,
        )
      : renderCommandHelp(await loadCommand(name), workbook.screen)
  showText(workbook, help)
  return exitCodes.passed
}

function refuseUnknownLanguage({ env }: Workbook): void {
  const name = env[languageVariable]
  if (!name || languageNames.includes(name)) return
  throw new Refusal(
    say`The workbook does not speak "${name}", which ${languageVariable} asks for.`,
    say`It speaks ${languageNames.join(', ')}. Without that variable it speaks English.`,
    exitCodes.wrongUsage,
  )
}

function refuseUnknown(name: string): Refusal {
  const all = say`All commands: npm run help`
  if (name === '') return new Refusal(say`No command was named.`, all, exitCodes.wrongUsage)
  const [likest] = findLikest(name, Object.keys(commands), (known) => [known])
  return new Refusal(
    say`There is no command "${name}".`,
    likest === undefined ? all : [say`Did you mean ${likest}?`, all],
    exitCodes.wrongUsage,
  )
}
