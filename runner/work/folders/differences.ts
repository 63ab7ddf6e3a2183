/** How two folders differ, as patches that a programmer can read. */
import { createTwoFilesPatch, diffLines } from 'diff'
import type { Files } from '../../disk/files.ts'

export interface Side {
  /** What stands before the file names, for example "work/03-connection-loop". */
  readonly label: string
  readonly files: Files
}

/** Returns one patch for each file that differs; an empty string when none does. */
export function renderDifferences(before: Side, after: Side): string {
  const names = [...new Set([...before.files.keys(), ...after.files.keys()])].sort()
  return names
    .filter((name) => !isEqual(before.files.get(name), after.files.get(name)))
    .map((name) => renderPatch(name, before, after))
    .join('\n')
}

/** How one file differs; `added` and `removed` count lines. */
export interface FileChange {
  readonly name: string
  readonly kind: 'same' | 'changed' | 'added' | 'missing'
  readonly added: number
  readonly removed: number
}

/** Counts for each file of either side what was added to it and what was removed, in the order of their names. */
export function countDifferences(before: Files, after: Files): FileChange[] {
  const names = [...new Set([...before.keys(), ...after.keys()])].sort()
  return names.map((name) => {
    const [old, now] = [before.get(name), after.get(name)]
    const kind = isEqual(old, now) ? 'same' : !old ? 'added' : !now ? 'missing' : 'changed'
    const parts = kind === 'same' ? [] : diffLines(old?.toString('utf8') ?? '', now?.toString('utf8') ?? '')
    const sum = (wanted: 'added' | 'removed') =>
      parts.reduce((lines, part) => lines + (part[wanted] ? part.count : 0), 0)
    return { name, kind, added: sum('added'), removed: sum('removed') }
  })
}

function isEqual(before: Buffer | undefined, after: Buffer | undefined): boolean {
  return before !== undefined && after !== undefined && before.equals(after)
}

function renderPatch(name: string, before: Side, after: Side): string {
  const describe = ({ label, files }: Side) =>
    files.has(name) ? `${label}/${name}` : `${label} (no ${name})`
  const read = ({ files }: Side) => files.get(name)?.toString('utf8') ?? ''
  const patch = createTwoFilesPatch(describe(before), describe(after), read(before), read(after))
  // The first line is a ruler that belongs to patches with an index line, which this one has not.
  return patch.replace(/^=+\n/, '')
}
