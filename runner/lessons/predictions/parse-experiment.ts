/** The command of an experiment: one program of a lesson, without a shell, so that it runs on every system. */
export interface Experiment {
  /** As the text writes it, and as a reader would type it. */
  readonly command: string
  /** The program's file, from the workbook's root. */
  readonly file: string
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
}

const form = /^(?<env>(?:[A-Z_][A-Z0-9_]*=\S* +)*)npx tsx (?<file>\S+)(?<args>(?: +\S+)*)$/u
const file = /^(?:work|lessons|solutions)\/(?!.*\.\.)[\w./-]+\.ts$/u
/** What would mean something else to the shell in which the reader may type it. */
const shellSigns = /[|&;<>()$`\\"'*?[\]#~!{}\n]/u

/** Parses `NAME=value npx tsx FILE words`; undefined for anything else. */
export function parseExperiment(command: string): Experiment | undefined {
  const groups = shellSigns.test(command) ? undefined : form.exec(command.trim())?.groups
  if (groups?.['file'] === undefined || !file.test(groups['file'])) return undefined
  return {
    command: command.trim(),
    file: groups['file'],
    args: splitWords(groups['args'] ?? ''),
    env: Object.fromEntries(splitWords(groups['env'] ?? '').map(splitAssignment)),
  }
}

function splitWords(text: string): string[] {
  return text.split(' ').filter((word) => word !== '')
}

function splitAssignment(word: string): [name: string, value: string] {
  const end = word.indexOf('=')
  return [word.slice(0, end), word.slice(end + 1)]
}
