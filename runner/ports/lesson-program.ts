/** Tells a program of this workbook's lessons from any other by how it was started. */
import { basename, relative, resolve, sep } from 'node:path'

export interface LessonProgram {
  /** The file as a learner would type it: "work/01-tcp-echo/server.ts". */
  readonly file: string
  /** The lesson's number. */
  readonly lesson: number
  /** Whether it is of our solutions, and not the learner's own. */
  readonly isSolution: boolean
}

/** A program's file in a lesson's folder. An attempt that was set aside (`01-tcp-echo.before-…`) counts too. */
const lessonFile = /^(work|solutions)\/(\d{2})-[^/]+\/.+\.[cm]?[jt]s$/u

/**
 * Finds the lesson program that a process runs: node with a file below work/NN-slug or solutions/NN-slug. An editor, a
 * shell or a tool that was started in such a folder, or was given such a file, is none.
 * @param commandLine the words with which the process was started
 * @param folder the folder that it works in
 * @param root the workbook's folder, without symbolic links in it
 * @returns undefined when it is none, or of another workbook
 */
export function findLessonProgram(
  commandLine: readonly string[],
  folder: string,
  root: string,
): LessonProgram | undefined {
  const [program = '', ...words] = commandLine
  if (!/^node(?:js)?(?:\.exe)?$/u.test(basename(program))) return undefined
  // Node's own flags come first, some with a value that is a file too: --import file:///…/loader.mjs.
  const script = words.find(
    (word) => !word.startsWith('-') && /^(?!file:).+\.[cm]?[jt]s$/u.test(word) && !isPackage(word),
  )
  if (script === undefined) return undefined
  const file = relative(root, resolve(folder, script)).split(sep).join('/')
  const [, place, number] = lessonFile.exec(file) ?? []
  return number === undefined
    ? undefined
    : { file, lesson: Number(number), isSolution: place === 'solutions' }
}

/** tsx hands node the files of its own package before the learner's. */
function isPackage(word: string): boolean {
  return word.split(/[\\/]/u).includes('node_modules')
}
