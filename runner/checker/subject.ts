import { existsSync } from 'node:fs'
import { basename, join } from 'node:path'

/** What a checker is told about whom it judges. Plain data, because it crosses a thread's border. */
export interface Subject {
  /** The staged copy in which the programs run. */
  readonly folder: string
  /** The folder as the learner knows it, for example "work/01-tcp-echo". */
  readonly shownAs: string
  /** Marks every process of this run; see endTree. */
  readonly mark: string
  /** URL of the module that lets Node load TypeScript. */
  readonly loader: string
  /** The JavaScript that was made of a file of the subject's, by the file's name. What is missing goes through the loader. */
  readonly compiled: Readonly<Record<string, string>>
  /** The last check, in the checker's order, that is wanted; those below it are skipped. All are where it is missing. */
  readonly upTo?: string | undefined
  /** Whether no other check is begun once one has failed. */
  readonly stopsAtFailure?: boolean | undefined
}

/** Where a file of the subject is in the staged copy; undefined when there is none. */
export function findSubjectFile(subject: Subject, file: string): string | undefined {
  const path = join(subject.folder, file)
  return existsSync(path) ? path : undefined
}

/** Replaces the staged folder in what a program printed by the folder that the learner knows. */
export function showLearnersPaths(subject: Subject, text: string): string {
  if (!text.includes(basename(subject.folder))) return text
  return text
    .replaceAll(`file://${subject.folder}`, subject.shownAs)
    .replaceAll(subject.folder, subject.shownAs)
}
