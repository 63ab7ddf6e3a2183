import { statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { say, type Words } from '../../language/say.ts'
import type { PortRange } from '../../processes/claimed-ports.ts'
import type { Confinement } from '../../processes/confinement.ts'

/** Something of the subject's that is not in the copy. */
export interface LeftOut {
  /** Its path in the subject's folder. */
  readonly name: string
  /** As a clause: "it is a link to something that is not there". */
  readonly why: Words
}

/** What a checker is told about whom it judges. Plain data, because it crosses a thread's border. */
export interface Subject {
  /** The copy in which the programs run. */
  readonly folder: string
  /** The folder as the learner knows it, for example "work/01-tcp-echo". */
  readonly shownAs: string
  /** Marks every process of this run; see endTree. */
  readonly mark: string
  /** URL of the module that lets Node load TypeScript. */
  readonly loader: string
  /** The JavaScript that was made of a file of the subject's, by the file's name. What is missing goes through the loader. */
  readonly compiled: Readonly<Record<string, string>>
  /** How its programs are shut in; as they are by hand, if they are not. */
  readonly confinement?: Confinement | undefined
  /** How much data each of its processes may hold; as much as the system allows, without it. */
  readonly dataBytes?: number | undefined
  readonly leftOut?: readonly LeftOut[]
  /** The ports of which its checks are given theirs; where it is missing, those that nobody else is given. */
  readonly ports?: PortRange | undefined
  /** Whether its programs could write files, so that each check needs a folder of its own. */
  readonly writesFiles?: boolean
  /** The last check, in the checker's order, that is wanted; those below it are skipped. All are where it is missing. */
  readonly upTo?: string | undefined
  /** The one check that is wanted, with those that it needs; the others are skipped. All are where it is missing. */
  readonly only?: string | undefined
  /** The check whose verdict is wanted before all others. */
  readonly first?: string | undefined
  /** Whether no other check is begun once one has failed. */
  readonly stopsAtFailure?: boolean | undefined
}

/** Where a file of the subject is in the copy; undefined when there is none that could be started. */
export function findSubjectFile(subject: Subject, file: string): string | undefined {
  const path = join(subject.folder, file)
  return statSync(path, { throwIfNoEntry: false })?.isFile() ? path : undefined
}

/** Says in a sentence why a file of the subject cannot be started. */
export function describeMissing(subject: Subject, file: string): Words {
  const path = `${subject.shownAs}/${file}`
  const leftOut = subject.leftOut?.find(({ name }) => name === file)
  if (leftOut) return say`${path} could not be copied: ${leftOut.why}.`
  const isThere = statSync(join(subject.folder, file), { throwIfNoEntry: false })
  return isThere ? say`${path} is a folder, where a file was due.` : say`There is no file ${path}.`
}

/** Replaces the folder of the copy in what a program printed by the folder that the learner knows. */
export function showLearnersPaths(subject: Subject, text: string): string {
  if (!text.includes(basename(subject.folder)) && !text.includes('.ts.mjs')) return text
  const compiled = join(dirname(subject.folder), '.compiled', basename(subject.folder))
  return text
    .replaceAll(`file://${compiled}`, subject.shownAs)
    .replaceAll(compiled, subject.shownAs)
    .replaceAll('.ts.mjs', '.ts')
    .replaceAll(`file://${subject.folder}`, subject.shownAs)
    .replaceAll(subject.folder, subject.shownAs)
}
