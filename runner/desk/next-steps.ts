/**
 * What a learner may do next at a lesson: the one table of it, for the menu, for the watch that is drawn and for the one
 * in lines. A front end decides how a step is chosen and where it is shown, and nothing else.
 */
import { say, type Words } from '../language/say.ts'
import { readCatalogue, type Lesson } from '../lessons/catalogue.ts'
import type { LessonResult } from '../results/result.ts'
import type { Workbook } from '../workbook.ts'
import { showDifferences } from './help/differences.ts'
import { openEditor } from './help/edit.ts'
import { showHint } from './help/hint.ts'
import { showReport } from './help/report.ts'
import { offerAnswers } from './lesson/answers.ts'
import { showLessonText, showSectionToTry } from './lesson/lesson-text.ts'
import { showLessons } from './lesson/overview.ts'
import { readOwnProgress } from './lesson/record.ts'
import { resetLesson } from './lesson/reset.ts'
import type { Standing } from './lesson/standing.ts'

/** Where steps are chosen: between checks, or while every save is checked. */
export type Front = 'menu' | 'watch'

interface Offer {
  /** What is typed for it, in every language. */
  readonly word: string
  /** What is pressed for it where single keys are read. */
  readonly key: string
  /** What it is called beside its key. */
  readonly name: Words
  /** What it does, in a line of a menu or of the list of keys. */
  readonly describe: (standing: Standing) => Words
  readonly fronts: readonly Front[]
  readonly isOffered?: (standing: Standing) => boolean
}

/** A step that every front end takes in its own way. */
interface FrontStep extends Offer {
  readonly word: 'check' | 'watch' | 'next' | 'quit'
}

/** A step that is the same wherever it is chosen. */
interface SharedStep extends Offer {
  /** `text`: it prints, and what it prints can be shown elsewhere. `terminal`: it asks, or takes keys by itself. */
  readonly needs: 'text' | 'terminal'
  /**
   * @param result what the newest check came to, where it is at hand
   * @returns true where something stands on the screen that has to be read before another screen is drawn
   */
  readonly run: (workbook: Workbook, lesson: Lesson, result?: LessonResult) => Promise<boolean | void>
}

export type NextStep = FrontStep | SharedStep

const everywhere: readonly Front[] = ['menu', 'watch']

const nextSteps: readonly NextStep[] = [
  {
    word: 'next',
    key: 'n',
    name: say`next`,
    describe: ({ next }) => (next ? say`next: lesson ${next.number}, ${next.title}` : say`next`),
    fronts: everywhere,
    isOffered: ({ hasPassed, next }) => hasPassed && next !== undefined,
  },
  {
    word: 'check',
    key: 'Enter',
    name: say`check`,
    describe: ({ hasChecked }) => (hasChecked ? say`check again` : say`check my work`),
    fronts: everywhere,
  },
  {
    word: 'watch',
    key: 'w',
    name: say`watch`,
    describe: () => say`watch: check at every save`,
    fronts: ['menu'],
  },
  {
    word: 'hint',
    key: 'h',
    name: say`hint`,
    describe: ({ hint }) => hint ?? say`hint`,
    fronts: everywhere,
    isOffered: ({ hint }) => hint !== undefined,
    needs: 'text',
    run: async (workbook, lesson) => void (await showHint(workbook, lesson)),
  },
  {
    word: 'read',
    key: 'r',
    name: say`read`,
    describe: () => say`read the text again`,
    fronts: everywhere,
    needs: 'terminal',
    run: async (workbook, lesson) => void (await showLessonText(workbook, lesson, true)),
  },
  {
    word: 'try',
    key: 't',
    name: say`try`,
    describe: () => say`try it by hand`,
    fronts: ['menu'],
    isOffered: ({ canTry }) => canTry,
    needs: 'terminal',
    run: (workbook, lesson) => showSectionToTry(workbook, lesson, true),
  },
  {
    word: 'play',
    key: 'p',
    name: say`play`,
    describe: () => say`play: my server and clients in this terminal`,
    fronts: everywhere,
    needs: 'terminal',
    // Loaded only when it is wanted: all that plays a part in it takes time.
    run: async (workbook, lesson) => void (await (await import('./play/play.ts')).runPlay(workbook, lesson)),
  },
  {
    word: 'edit',
    key: 'e',
    name: say`edit`,
    describe: () => say`edit: my file, in the editor that VISUAL or EDITOR names`,
    fronts: everywhere,
    needs: 'terminal',
    run: (workbook, lesson, result) => openEditor(workbook, lesson, result),
  },
  {
    word: 'diff',
    key: 'd',
    name: say`diff`,
    describe: () => say`diff: what I have changed`,
    fronts: everywhere,
    needs: 'text',
    run: (workbook, lesson) => showDifferences(workbook, lesson, 'starter'),
  },
  {
    word: 'solution',
    key: 's',
    name: say`solution`,
    describe: () => say`solution: a way to write it, and others`,
    fronts: ['menu'],
    isOffered: ({ hasPassed }) => hasPassed,
    needs: 'terminal',
    run: offerAnswers,
  },
  {
    word: 'report',
    key: 'o',
    name: say`report`,
    describe: () => say`report: a file for somebody who helps me`,
    fronts: ['menu'],
    isOffered: ({ hasFailed }) => hasFailed,
    needs: 'terminal',
    run: async (workbook, lesson) => {
      await showReport(workbook, lesson)
      return true
    },
  },
  {
    word: 'reset',
    key: 'x',
    name: say`reset`,
    describe: () => say`reset: begin again, my files are kept`,
    fronts: ['menu'],
    needs: 'terminal',
    run: async (workbook, lesson) => {
      await resetLesson(workbook, lesson)
      return true
    },
  },
  {
    word: 'list',
    key: 'l',
    name: say`list`,
    describe: () => say`list of lessons`,
    fronts: everywhere,
    needs: 'text',
    run: async (workbook) =>
      showLessons(workbook, await readCatalogue(workbook.root), await readOwnProgress(workbook)),
  },
  { word: 'quit', key: 'q', name: say`quit`, describe: () => say`quit`, fronts: everywhere },
]

/** The steps that are offered, in the order in which they are shown. */
export function listNextSteps(front: Front, standing: Standing): NextStep[] {
  return nextSteps.filter(
    ({ fronts, isOffered }) => fronts.includes(front) && (isOffered?.(standing) ?? true),
  )
}
