/** Takes out of a text what says whose machine it comes from: where the home folder lies, and what they are called. */

export interface PrivateNames {
  /** The workbook's folder, in every form in which it may be written: it becomes `.` */
  readonly roots: readonly string[]
  /** Home folders: they become `~`. */
  readonly homes: readonly string[]
  /** What the user is called on the machine: `USER`. */
  readonly users: readonly string[]
  /** What the machine is called: `COMPUTER`. */
  readonly computers: readonly string[]
}

export interface Mask {
  /** For what machines have written: folders and names are replaced. */
  readonly text: (text: string) => string
  /** For what somebody has written: folders are replaced, but no word, which may be anything in a program. */
  readonly written: (text: string) => string
  /** As `text`, with as many `~` as what is replaced has bytes, so that every index stays right. */
  readonly bytes: (bytes: Uint8Array) => Buffer
}

/** Names that tell nobody apart, or that are words of every report. */
const commonNames = new Set(
  `root admin administrator user guest test runner node app dev vscode ubuntu debian docker vagrant codespace gitpod pi
  student learner localhost server client worker local computer`.split(/\s+/),
)
const shortestName = 2

/** Creates what replaces the names. */
export function createMask({ roots, homes, users, computers }: PrivateNames): Mask {
  const folders = new Map<string, string>()
  for (const home of homes) for (const form of listForms(home)) folders.set(form, '~')
  for (const root of roots) for (const form of listForms(root)) folders.set(form, '.')
  const words = new Map<string, string>()
  for (const computer of computers) if (isTelling(computer)) words.set(computer, 'COMPUTER')
  for (const user of users) if (isTelling(user)) words.set(user, 'USER')
  const replaceFolders = createReplacement(folders, '', String.raw`(?![\p{L}\p{N}_-])`)
  const replaceWords = createReplacement(words, String.raw`(?<![\p{L}\p{N}_])`, String.raw`(?![\p{L}\p{N}_])`)
  return {
    text: (text) => replaceWords(replaceFolders(text)),
    written: replaceFolders,
    bytes: createByteMask([...folders.keys()], [...words.keys()]),
  }
}

/** A folder as it is, as a URL writes it, and, of Windows, with slashes and as a string literal. */
function listForms(folder: string): string[] {
  const path = folder.replace(/[\\/]+$/, '')
  // The root of a disk is nobody's.
  if (!/[\\/][^\\/]/.test(path)) return []
  const slashed = path.replaceAll('\\', '/')
  return [...new Set([path, slashed, path.replaceAll('\\', '\\\\'), encodeURI(slashed)])]
}

function isTelling(name: string): boolean {
  return name.length >= shortestName && !commonNames.has(name.toLowerCase())
}

function createReplacement(
  replacements: ReadonlyMap<string, string>,
  before: string,
  after: string,
): (text: string) => string {
  if (replacements.size === 0) return (text) => text
  // The longest first: the workbook often lies in the home folder.
  const longestFirst = [...replacements.keys()].sort((a, b) => b.length - a.length)
  const pattern = new RegExp(`${before}(?:${longestFirst.map(escapePattern).join('|')})${after}`, 'giu')
  const byName = new Map([...replacements].map(([name, replacement]) => [name.toLowerCase(), replacement]))
  return (text) => text.replaceAll(pattern, (found) => byName.get(found.toLowerCase()) ?? '~')
}

function escapePattern(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`)
}

/** Bytes need not be text: they are looked at one by one, a character each. */
function createByteMask(folders: readonly string[], words: readonly string[]): Mask['bytes'] {
  const alternatives = (names: readonly string[]) =>
    names
      .toSorted((a, b) => b.length - a.length)
      .map((name) => escapePattern(Buffer.from(name).toString('latin1')))
      .join('|')
  const patterns = [
    ...(folders.length > 0 ? [new RegExp(`(?:${alternatives(folders)})(?![\\w\x80-\xff-])`, 'gi')] : []),
    ...(words.length > 0
      ? [new RegExp(`(?<![\\w\x80-\xff])(?:${alternatives(words)})(?![\\w\x80-\xff])`, 'gi')]
      : []),
  ]
  return (bytes) => {
    const text = Buffer.from(bytes).toString('latin1')
    const masked = patterns.reduce(
      (text, pattern) => text.replaceAll(pattern, (found) => '~'.repeat(found.length)),
      text,
    )
    return Buffer.from(masked, 'latin1')
  }
}
