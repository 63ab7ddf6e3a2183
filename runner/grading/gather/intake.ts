/** What is taken of what somebody handed in. What is refused is told by its name, and nothing is ever written from here. */
import { say, type Sentence } from '../../language/say.ts'

/** Programs of a course are a few files of some kilobytes. Whatever has more than this is something else, or an attack. */
const mostFiles = 2_000
const mostFileBytes = 4 * 1024 * 1024
const mostBytes = 32 * 1024 * 1024
/** Beyond this, that something was left out is told without its name. */
const mostProblems = 20

/** Names that belong to tools, wherever they stand: nobody need hear of them. */
const ofTools = /^(?:node_modules|\.git|__MACOSX|\.DS_Store|\.vscode|\.idea|Thumbs\.db|\._.*)$/u

export interface Entry {
  readonly name: string
  readonly kind: 'file' | 'link' | 'other'
  readonly bytes: number
}

/** The files that were taken, by their path with slashes, and what was refused. */
export class Intake {
  readonly files = new Map<string, Buffer>()
  readonly problems: Sentence[] = []
  #bytes = 0
  #looked = 0

  /** Whether no more may be looked at, because there is far too much. */
  get isFull(): boolean {
    return this.#looked > mostFiles || this.#bytes > mostBytes
  }

  /** Says whether an entry may be taken; that it may not is noted, with the reason. */
  admits({ name, kind, bytes }: Entry): boolean {
    const path = name.replaceAll('\\', '/')
    if (path.split('/').some((part) => ofTools.test(part))) return false
    this.#looked += 1
    if (this.isFull) return this.refuse(say`There is more in it than programs: the rest was not read.`)
    const why = findReason(path, kind, bytes)
    if (why) return this.refuse(say`${path} was left out: ${why}.`)
    if (this.#bytes + bytes > mostBytes)
      return this.refuse(
        say`${path} was left out: with it there would be more than ${mostBytes / 2 ** 20} MiB.`,
      )
    // Now and not when it is read: archives are read side by side.
    this.#bytes += bytes
    return true
  }

  /** Takes a file that was admitted. */
  add(name: string, content: Buffer): void {
    const path = name
      .replaceAll('\\', '/')
      .split('/')
      .filter((part) => part !== '' && part !== '.')
    this.files.set(path.join('/'), content)
  }

  /** Notes a problem, once. @returns false, so that it can be the answer of who refuses */
  refuse(problem: Sentence): false {
    const isKnown = this.problems.some((known) => JSON.stringify(known) === JSON.stringify(problem))
    if (!isKnown && this.problems.length < mostProblems) this.problems.push(problem)
    else if (!isKnown && this.problems.length === mostProblems)
      this.problems.push(say`More was left out than is told here.`)
    return false
  }
}

function findReason(path: string, kind: Entry['kind'], bytes: number): Sentence | undefined {
  if (path.startsWith('/') || /^[a-z]:/iu.test(path)) return say`its path is absolute`
  if (path.split('/').includes('..')) return say`its path leads out of what was handed in`
  if (path.includes('\0')) return say`its name holds a zero byte`
  if (kind === 'link') return say`it is a link, and links are not followed`
  if (kind === 'other') return say`it is neither a file nor a folder`
  return bytes > mostFileBytes ? say`it has more than ${mostFileBytes / 2 ** 20} MiB` : undefined
}
