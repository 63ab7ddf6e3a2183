/** Opens a learner's file in their editor, at the line where it failed. */
import { spawn } from 'node:child_process'
import { basename } from 'node:path'
import { describeError } from '../../edge/error-facts.ts'
import { exitCodes, Refusal } from '../../edge/refusal.ts'
import { say } from '../../language/say.ts'
import type { Lesson } from '../../lessons/catalogue.ts'
import type { LessonResult } from '../../results/result.ts'
import { lendKeyboard } from '../../terminal/keyboard.ts'
import { findWorkFolder } from '../../work/folders/work-folder.ts'
import type { Workbook } from '../../workbook.ts'

interface FilePlace {
  readonly file: string
  readonly line?: number
  readonly column?: number
}

/** How an editor is told the line. Of one that is not known only the file is opened. */
const placings: readonly (readonly [
  names: readonly string[],
  place: (path: string, line: number) => string[],
])[] = [
  [
    ['vi', 'vim', 'nvim', 'nano', 'pico', 'emacs', 'emacsclient', 'kak', 'micro', 'joe', 'ne', 'mg'],
    (path, line) => [`+${line}`, path],
  ],
  [['code', 'code-insiders', 'codium', 'cursor', 'windsurf'], (path, line) => ['-g', `${path}:${line}`]],
  [['hx', 'helix', 'subl', 'zed'], (path, line) => [`${path}:${line}`]],
]

/**
 * Opens the file that failed last, or else the lesson's first, in the editor that VISUAL or EDITOR names, and resolves when
 * that has ended.
 * @throws {Refusal} where none is named, or it cannot be started
 */
export async function openEditor(workbook: Workbook, lesson: Lesson, result?: LessonResult): Promise<void> {
  const { env, root } = workbook
  const { file, line } = findPlace(lesson, result)
  const editor = env['VISUAL'] || env['EDITOR']
  if (!editor)
    throw new Refusal(
      say`No editor is named for work/${lesson.name}/${file}.`,
      say`Name one before you start the workbook: export EDITOR=nano`,
      exitCodes.wrongUsage,
    )
  const path = `${findWorkFolder(root, lesson)}/${file}`
  using _lent = lendKeyboard(workbook)
  const code = await run(editor, listArguments(editor, path, line))
  // A shell answers so where there is no such program.
  if (code === 127)
    throw new Refusal(
      say`There is no program "${editor}", which VISUAL or EDITOR names.`,
      say`Name another: export EDITOR=nano`,
    )
}

function findPlace({ programs }: Lesson, result: LessonResult | undefined): FilePlace {
  const failure = result?.checks.find((check) => check.failure)?.failure
  const place = failure?.crash?.place
  const file = failure?.file ?? programs[0]?.file ?? ''
  // Where it crashed the path begins at the workbook's root.
  return place
    ? { ...place, file: basename(place.file) === basename(file) ? file : basename(place.file) }
    : { file }
}

/** The arguments that open a file in an editor. @param editor as it is named, perhaps with flags of its own */
export function listArguments(editor: string, path: string, line: number | undefined): string[] {
  const name = basename(editor.trim().split(/\s+/u)[0] ?? '')
  const placing = placings.find(([names]) => names.includes(name))?.[1]
  return line === undefined || !placing ? [path] : placing(path, line)
}

/** A shell splits what the variable holds, as git has it done. */
function run(editor: string, args: readonly string[]): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const shell = spawn('sh', ['-c', `${editor} "$@"`, 'edit', ...args], { stdio: 'inherit' })
    shell.once('exit', resolve)
    shell.once('error', (error) =>
      reject(new Refusal(say`The editor could not be started: ${describeError(error)}`, '')),
    )
  })
}
