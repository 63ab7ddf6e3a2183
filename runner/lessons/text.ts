/** The parts of a lesson's text that are shown by themselves. */
import { readFile } from 'node:fs/promises'
import { exitCodes, Refusal } from '../edge/refusal.ts'
import type { Lesson } from './catalogue.ts'
import { say } from '../language/say.ts'

/**
 * Reads the text of a lesson.
 * @throws {Refusal} when there is none.
 */
export async function readLessonText(lesson: Lesson): Promise<string> {
  try {
    return await readFile(lesson.readme, 'utf8')
  } catch {
    throw new Refusal(
      say`Lesson ${lesson.number} has no text: lessons/${lesson.name}/README.md is missing. This is our mistake, not yours.`,
      say`Restore it from your copy of the workbook: git restore lessons/${lesson.name}`,
      exitCodes.notJudged,
    )
  }
}

/** Returns the section whose title fits, with its heading; undefined where there is none. */
export function findSection(source: string, title: RegExp): string | undefined {
  return splitSections(source).find((section) => title.test(section.title))?.source
}

interface Section {
  readonly title: string
  /** The line of its heading, counted from 1. */
  readonly line: number
  /** With its heading. */
  readonly source: string
}

/** Cuts a text at its `##` headings. A line in a block of code is no heading, whatever it begins with. */
export function splitSections(source: string): Section[] {
  const sections: { title: string; line: number; lines: string[] }[] = []
  let fence: string | undefined
  for (const [index, line] of source.split(/\r?\n/).entries()) {
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1]
    if (fence === undefined) fence = mark
    else if (mark?.startsWith(fence) && line.trim() === mark) fence = undefined
    const title = fence === undefined ? /^## +(.+?)[ #]*$/.exec(line)?.[1] : undefined
    if (title !== undefined) sections.push({ title, line: index + 1, lines: [line] })
    else sections.at(-1)?.lines.push(line)
  }
  return sections.map(({ lines, ...section }) => ({ ...section, source: `${lines.join('\n').trim()}\n` }))
}
