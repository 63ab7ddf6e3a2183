/** A report on a lesson for somebody who helps: one text file, on this machine, for the learner to hand on. */
import { existsSync } from 'node:fs'
import { mkdir, readFile, realpath, rm, writeFile } from 'node:fs/promises'
import { arch, homedir, hostname, userInfo } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { isUtf8 } from 'node:buffer'
import * as v from 'valibot'
import { describeError, findErrorCode } from '../../edge/error-facts.ts'
import type { Lesson } from '../../lessons/catalogue.ts'
import { readHints } from '../../lessons/hints.ts'
import { findHintsRead, findProgress, type LessonProgress } from '../../work/progress/progress.ts'
import { Refusal } from '../../edge/refusal.ts'
import { maskResult } from '../../results/mask-result.ts'
import type { LessonResult } from '../../results/result.ts'
import { renderReport, type Report, type ReportedFile } from '../../screens/report.ts'
import { renderLabelled, renderSentences } from '../../text/screen.ts'
import { showText } from '../../terminal/show.ts'
import { createMask, type Mask } from '../../text/private-names.ts'
import type { Workbook } from '../../workbook.ts'
import { countDifferences, type FileChange } from '../../work/folders/differences.ts'
import { readFiles, type Files } from '../../disk/files.ts'
import { renderTimestamp } from '../../disk/timestamp.ts'
import { findWorkFolder } from '../../work/folders/work-folder.ts'
import { judgeVisibly } from '../lesson/check.ts'
import { refuseUnbegun } from './differences.ts'
import { readOwnProgress } from '../lesson/record.ts'
import { say, sayCount, type Words } from '../../language/say.ts'

/** More than any program of a lesson, and little enough to be mailed. */
const mostBytesOfFile = 64 * 1024
const mostBytesOfFiles = 256 * 1024

/**
 * Judges the learner's work and writes all that a helper needs to know of it to a file. It is no try: nothing of it
 * is noted as progress.
 * @throws {Refusal} when the lesson was not begun, could not be judged, or the file cannot be written.
 */
export async function showReport(workbook: Workbook, lesson: Lesson): Promise<void> {
  const folder = findWorkFolder(workbook.root, lesson)
  if (!existsSync(folder)) throw refuseUnbegun(lesson)
  const mask = createMask(await readPrivateNames(workbook))
  const known = findProgress(await readOwnProgress(workbook), lesson.slug)
  const [own, starter, hints] = await Promise.all([
    readFiles(folder),
    readFiles(lesson.starter).catch((): Files => new Map()),
    readHints(lesson),
  ])
  const result = await judgeVisibly(workbook, lesson, folder)
  const changes = countDifferences(starter, own)
  const report: Report = {
    result: maskResult(result, mask),
    versions: await readVersions(workbook, result),
    history: describeHistory(known, hints.length),
    changes: changes.map((change) => [mask.text(change.name), describeChange(change)]),
    ...chooseFiles(own, changes, mask),
  }
  const file = await writeReport(workbook, lesson, renderReport(report, workbook.screen.language))
  showText(workbook, renderWritten(workbook, file, result))
}

function renderWritten({ screen }: Workbook, file: string, { verdict }: LessonResult): string {
  const seen = {
    passed: say`what the checks saw of them a moment ago (they passed)`,
    failed: say`what the checks saw of them a moment ago (they failed)`,
    broken: say`what the checks saw of them a moment ago (they could not be judged)`,
  }[verdict]
  return [
    ...renderLabelled(say`The report is in`, file, screen),
    '',
    ...renderSentences(
      say`In it are your programs, ${seen}, and the versions of what they ran on. Nothing is sent anywhere: hand the file to whoever helps you.`,
      screen,
    ),
  ].join('\n')
}

async function readPrivateNames({ root, env }: Workbook) {
  const user = readUser()
  const homes = [env['HOME'], env['USERPROFILE'], homedir(), user?.homedir].filter((home) => isGiven(home))
  const users = [
    env['USER'],
    env['LOGNAME'],
    env['USERNAME'],
    user?.username,
    ...homes.map((home) => basename(home)),
  ]
  const computers = [hostname(), hostname().split('.')[0], env['HOSTNAME'], env['COMPUTERNAME']]
  const follow = async (folder: string) => [folder, await realpath(folder).catch(() => folder)]
  return {
    roots: await follow(root),
    homes: (await Promise.all(homes.map(follow))).flat(),
    users: users.filter((name) => isGiven(name)),
    computers: computers.filter((name) => isGiven(name)),
  }
}

function isGiven(name: string | undefined): name is string {
  return name !== undefined && name !== ''
}

function readUser() {
  try {
    return userInfo()
  } catch {
    // A container may run under a number that belongs to nobody.
    return undefined
  }
}

async function readVersions(workbook: Workbook, { system }: LessonResult): Promise<Report['versions']> {
  // npm tells the programs that it starts what it is: "npm/10.8.2 node/v20.20.2 linux x64 workspaces/false".
  const npm = /\bnpm\/(\S+)/.exec(workbook.env['npm_config_user_agent'] ?? '')?.[1]
  return [
    [say`workbook`, await readWorkbookVersion(workbook.root)],
    ['Node', system.node],
    ['npm', npm ?? say`not known`],
    [say`system`, `${system.platform} ${system.release} ${arch()}`],
  ]
}

async function readWorkbookVersion(root: string): Promise<Words> {
  try {
    const manifest: unknown = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'))
    return v.parse(v.object({ version: v.string() }), manifest).version
  } catch {
    return say`not known`
  }
}

function describeHistory(known: LessonProgress | undefined, hintCount: number): Words[] {
  const read = [...findHintsRead(known)].sort((a, b) => a - b)
  const hints =
    read.length === 0
      ? say`Hints read: none of ${hintCount}.`
      : say`Hints read: ${read.join(', ')} of ${hintCount}.`
  if (!known) return [say`Nothing was noted of this lesson.`, hints]
  const { attempts, passedAt, sameFailures: same = 0 } = known
  return [
    sayCount(attempts, say`Checked ${attempts} time.`, say`Checked ${attempts} times.`),
    ...(passedAt === undefined ? [] : [say`First passed at ${passedAt}.`]),
    ...(same > 1 ? [say`Failed the same way ${same} times in a row.`] : []),
    hints,
  ]
}

function describeChange({ kind, added, removed }: FileChange): Words {
  if (kind === 'same') return say`as in the starter`
  if (kind === 'added') return say`not in the starter`
  if (kind === 'missing') return say`is missing`
  return sayCount(
    added,
    say`${added} line added, ${removed} removed`,
    say`${added} lines added, ${removed} removed`,
  )
}

/** The learner's files up to the limits; those that are ours and unchanged are named among the changes. */
function chooseFiles(
  own: Files,
  changes: readonly FileChange[],
  mask: Mask,
): Pick<Report, 'files' | 'omitted'> {
  const files: ReportedFile[] = []
  const omitted: { name: string; bytes: number }[] = []
  let left = mostBytesOfFiles
  for (const { name, kind } of changes) {
    const content = own.get(name)
    if (content === undefined || (kind === 'same' && name.startsWith('given/'))) continue
    const shown = mask.text(name)
    if (left === 0) {
      omitted.push({ name: shown, bytes: content.length })
      continue
    }
    const isText = isUtf8(content) && !content.includes(0)
    const kept = isText ? content.subarray(0, Math.min(mostBytesOfFile, left)) : content.subarray(0, 0)
    left -= kept.length
    files.push({
      name: shown,
      bytes: content.length,
      text: isText ? mask.written(kept.toString('utf8')) : undefined,
      cutBytes: isText ? content.length - kept.length : 0,
    })
  }
  return { files, omitted }
}

/** Writes the text to a file that did not exist before. @returns the file, from the workbook's root */
async function writeReport({ root, clock }: Workbook, lesson: Lesson, text: string): Promise<string> {
  const stem = `work/reports/${lesson.name}-${renderTimestamp(clock())}`
  try {
    await mkdir(dirname(join(root, stem)), { recursive: true })
    for (let number = 1; ; number++) {
      const file = `${stem}${number === 1 ? '' : `-${number}`}.txt`
      if (await writeNew(join(root, file), text)) return file
    }
  } catch (error) {
    throw new Refusal(
      say`The report could not be written (${describeError(error)}).`,
      say`See that work/reports is a folder that you may write in, then run the command again.`,
    )
  }
}

/** @returns false where there is such a file already */
async function writeNew(file: string, text: string): Promise<boolean> {
  try {
    await writeFile(file, text, { flag: 'wx' })
    return true
  } catch (error) {
    if (findErrorCode(error) === 'EEXIST') return false
    // A disk that is full leaves the beginning of it.
    await rm(file, { force: true }).catch(() => {})
    throw error
  }
}
