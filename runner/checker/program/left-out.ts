/** What a program asked for and did not find because it is not in the copy in which it runs. */
import { join, posix, resolve } from 'node:path'
import { say, type Sentence, type Words } from '../../language/say.ts'
import type { Program } from './program.ts'
import type { LeftOut, Subject } from './subject.ts'

/** How Node and the system tell that a file is not there, with the path as it was asked for. */
const missingFile = /(?:Cannot find module|ENOENT: no such file or directory, \w+) '([^']+)'/

/** A package has a name and no path. */
const missingPackage = /Cannot find (?:package|module) '(?![./])([^']+)'/

/** What Node says where a package.json would have said otherwise. */
const missingSettings = /require is not defined in ES module scope|ERR_PACKAGE_IMPORT_NOT_DEFINED/

/**
 * Says in a sentence which file is missing, and why it was left out; undefined where nothing that was left out is asked for.
 * @param error the message of an error, with the learner's folder in place of the copy
 */
export function describeLeftOut(subject: Subject, error: string): Words | undefined {
  const found = findLeftOut(subject, error)
  return (
    found && say`${posix.join(subject.shownAs, found.name)} is not in the copy that is judged: ${found.why}.`
  )
}

/** Adds to a sentence about an error of a program what the copy lacks, where that is what it asked for. */
export function tellLeftOut(program: Program, happened: Sentence, error: string): Sentence {
  const leftOut = program.describeLeftOut(error)
  return leftOut === undefined ? happened : say`${happened}. ${leftOut}`
}

function findLeftOut({ folder, shownAs, leftOut = [] }: Subject, error: string): LeftOut | undefined {
  const find = (file: string) =>
    leftOut.find(({ name }) => isAskedFor(resolve(folder, name), resolve(folder, file)))
  const isInside = (path: string) => path.startsWith(`${shownAs}/`)
  const path = missingFile.exec(error)?.[1]
  const found = path === undefined ? undefined : find(isInside(path) ? path.slice(shownAs.length + 1) : path)
  if (found) return found
  const name = missingPackage.exec(error)?.[1]
  if (name !== undefined && !isInside(name)) return find('node_modules')
  return missingSettings.test(error) ? find('package.json') : undefined
}

/** Whether a module that is named so would be found there, or below it. */
function isAskedFor(path: string, asked: string): boolean {
  return listPlacesOfModule(asked).includes(path) || asked.startsWith(`${path}/`)
}

/**
 * Where a module is looked for, in this order: it may be named without its ending, with that of what it is compiled to, or
 * by its folder.
 */
export function listPlacesOfModule(path: string): string[] {
  return [path, path.replace(/\.js$/u, '.ts'), `${path}.ts`, join(path, 'index.ts')]
}
