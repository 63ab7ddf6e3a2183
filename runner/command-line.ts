/** The commands by name: from words to an exit code, each loaded when it is called. */
import { exitCodes, Refusal, type ExitCode } from './edge/refusal.ts'
import { languageNames } from './language/language.ts'
import { say } from './language/say.ts'
import { tellFailures } from './start-up/tell-failures.ts'
import { languageVariable } from './terminal/terminal.ts'
import type { Workbook } from './workbook.ts'

type Run = (args: string[], workbook: Workbook) => Promise<ExitCode>

interface Command {
  readonly usage: string
  readonly does: string
  /** Loaded only when it is called, so that a short command starts fast. */
  readonly load: () => Promise<Run>
}

const commands: Readonly<Record<string, Command>> = {
  start: {
    usage: 'npm start',
    does: 'goes on where you left off',
    load: async () => (await import('./commands/start.ts')).runStart,
  },
  lesson: {
    usage: 'npm run lesson 3 [watch|report]',
    does: 'a lesson; a check at every save; a file for a helper',
    load: async () => (await import('./commands/lesson.ts')).runLesson,
  },
  check: {
    usage: 'npm run check 3 [FOLDER]',
    does: 'checks work/03-… or any folder of that shape',
    load: async () => (await import('./commands/check.ts')).runCheck,
  },
  play: {
    usage: 'npm run play 3 [ghost]',
    does: 'your server and clients in one terminal, with the wire',
    load: async () => (await import('./commands/play.ts')).runPlay,
  },
  list: {
    usage: 'npm run list',
    does: 'all lessons and how far you are',
    load: async () => (await import('./commands/list.ts')).runList,
  },
  hint: {
    usage: 'npm run hint 3',
    does: 'the hint that fits what you were told',
    load: async () => (await import('./commands/hint.ts')).runHint,
  },
  diff: {
    usage: 'npm run diff 3 [solution]',
    does: 'what you have changed, or how ours differs',
    load: async () => (await import('./commands/diff.ts')).runDiff,
  },
  solution: {
    usage: 'npm run solution 3 [NAME]',
    does: 'our answer and others, once yours has passed',
    load: async () => (await import('./commands/solution.ts')).runSolution,
  },
  reset: {
    usage: 'npm run reset 3',
    does: 'a fresh starter; your files are kept beside it',
    load: async () => (await import('./commands/reset.ts')).runReset,
  },
  port: {
    usage: 'npm run port 9909',
    does: 'who holds a port, and how to get it back',
    load: async () => (await import('./commands/port.ts')).runPort,
  },
  new: {
    usage: 'npm run new 20 slug',
    does: 'for authors: begins a lesson',
    load: async () => (await import('./commands/new.ts')).runNew,
  },
  verify: {
    usage: 'npm run verify [3]',
    does: 'for authors: proves lessons and checkers',
    load: async () => (await import('./commands/verify.ts')).runVerify,
  },
}

/**
 * Runs the command that the words name. Never rejects: what is thrown is told on stderr and by the exit code.
 * @param words the command's name and what stands after it
 */
export async function runCommandLine(words: readonly string[], workbook: Workbook): Promise<ExitCode> {
  const [name = '', ...args] = words
  return tellFailures(workbook, async () => {
    refuseUnknownLanguage(workbook)
    if (['help', '--help', '-h'].includes(name)) {
      workbook.stdout.write(`${renderCommands()}\n`)
      return exitCodes.passed
    }
    const command = Object.hasOwn(commands, name) ? commands[name] : undefined
    if (!command) throw refuseUnknown(name)
    const run = await command.load()
    return run(args, workbook)
  })
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
  const message = name === '' ? 'No command was named.' : `There is no command "${name}".`
  return new Refusal(message, renderCommands(), exitCodes.wrongUsage)
}

function renderCommands(): string {
  const widest = Math.max(...Object.values(commands).map(({ usage }) => usage.length))
  return Object.values(commands)
    .map(({ usage, does }) => `  ${usage.padEnd(widest)}   ${does}`)
    .join('\n')
}
