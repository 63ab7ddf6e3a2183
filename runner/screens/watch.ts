/** The screen of a lesson that is being watched: how it stands, a part of what is told, and the keys. */
import { say, sayCount, type Words } from '../language/say.ts'
import { cutText, measureWidth } from '../text/width.ts'
import type { Missing, WatchState } from '../work/saves/watch-state.ts'
import {
  createPaint,
  joinParts,
  renderLabelled,
  renderPairs,
  renderParagraph,
  renderSentences,
  renderSides,
  renderWords,
  type Screen,
} from '../text/screen.ts'
import type { Landmarks } from './result/result-failed.ts'
import { escapeText } from '../text/visible.ts'

export interface WatchedLesson {
  readonly number: number
  readonly title: string
  /** The name of its folder, below work/ and below lessons/. */
  readonly name: string
}

export interface WatchPicture {
  readonly state: WatchState
  readonly lesson: WatchedLesson
  /** Whether every save is checked. */
  readonly isWatching: boolean
  /** For how long the check that is running has gone on. */
  readonly elapsedMs: number
  readonly lessonsDone: number
  readonly lessonCount: number
  /** What is told, in lines that are no wider than the terminal. */
  readonly body: readonly string[]
  /** Chooses, by the lines that there is room for, the line of the body that stands first. */
  readonly chooseOffset: (height: number) => number
  /** A line of the body that stands above it where it is out of sight. */
  readonly heading?: { readonly line: number; readonly text: string } | undefined
  /** The keys, in a line that fits. */
  readonly keyLine: string
}

export interface WatchFrame {
  /** No more than the rows and no wider than the columns of the terminal. */
  readonly lines: readonly string[]
  /** The line of the body that stands first. */
  readonly offset: number
  /** Lines of the body that are in sight. */
  readonly height: number
}

/** Draws the screen. The body gets what the rest leaves, and at least one line. */
export function renderWatch(picture: WatchPicture, screen: Screen, rows: number): WatchFrame {
  const { dim } = createPaint(screen)
  const head = renderHead(picture, screen)
  const deaf = renderDeafness(picture.state, screen)
  const { body } = picture
  // Below the head and below the body stands one line each, for what lies above and what lies below.
  const height = Math.max(1, rows - head.length - deaf.length - 3)
  const offset = Math.max(0, Math.min(picture.chooseOffset(height), body.length - height))
  const below = body.length - offset - height
  const shown = body.slice(offset, offset + height)
  const { heading: headed } = picture
  const isInSight = headed && headed.line >= offset && headed.line < offset + height
  const heading = headed && !isInSight ? headed.text : ''
  const lines = [
    ...head,
    offset > 0
      ? dim(
          renderRest(
            heading,
            renderWords(sayCount(offset, say`↑ ${offset} line`, say`↑ ${offset} lines`), screen),
            screen,
          ),
        )
      : '',
    ...shown,
    ...Array.from({ length: Math.max(0, offset + height - body.length) }, () => ''),
    below > 0
      ? dim(
          renderRest(
            '',
            renderWords(sayCount(below, say`↓ ${below} line`, say`↓ ${below} lines`), screen),
            screen,
          ),
        )
      : '',
    ...deaf,
    dim(picture.keyLine),
  ]
  return { lines: lines.slice(0, rows).map((line) => cutText(line, screen.width)), offset, height }
}

/** Puts words at the left, cut where they must be, and what lies out of sight at the right. */
function renderRest(words: string, rest: string, screen: Screen): string {
  const room = screen.width - measureWidth(rest) - 2
  return renderSides(room > 0 ? cutText(words, room) : '', rest, screen).at(-1) ?? ''
}

function renderHead(picture: WatchPicture, screen: Screen): string[] {
  const { lessonsDone, lessonCount } = picture
  const { dim } = createPaint(screen)
  const how = renderHow(picture, screen)
  const done = sayCount(
    lessonCount,
    say`${lessonsDone} of ${lessonCount} lesson`,
    say`${lessonsDone} of ${lessonCount} lessons`,
  )
  // Before the lessons were read nothing is known of them.
  const parts = [...(picture.isWatching ? [say`watching`] : []), ...(lessonCount > 0 ? [done] : [])]
  const far = joinParts(parts, screen)
  return renderSides(how, dim(far), screen)
}

function renderHow({ state, lesson, elapsedMs }: WatchPicture, screen: Screen): string {
  const { bold, yellow } = createPaint(screen)
  const { running, latest, missing } = state
  if (missing) return yellow(renderWords(say`Waiting for ${renderFolder(missing, lesson)}`, screen))
  if (!running && latest) return renderLatest(latest, screen)
  const name = joinParts([say`Lesson ${lesson.number}`, escapeText(lesson.title)], screen)
  if (!running) return bold(name)
  const parts: Words[] = [bold(renderWords(say`Check ${state.check} is running`, screen))]
  if (running.expected !== undefined) parts.push(say`${running.ended} of ${running.expected}`)
  if (elapsedMs >= 1_000) parts.push(say`${Math.floor(elapsedMs / 1_000)} s`)
  if (latest) parts.push(say`below: check ${latest.check}`)
  return joinParts(parts, screen)
}

/** Says what came of a check, and when: "Check 4 failed at 04:05:09". */
export function renderLatest(
  { check, outcome, at }: NonNullable<WatchState['latest']>,
  screen: Screen,
): string {
  const { green, red, yellow } = createPaint(screen)
  const time = renderTime(at)
  const [paint, words] = {
    passed: [green, say`Check ${check} passed at ${time}`] as const,
    failed: [red, say`Check ${check} failed at ${time}`] as const,
    broken: [yellow, say`Check ${check} could not be judged at ${time}`] as const,
    refused: [yellow, say`Check ${check} could not begin at ${time}`] as const,
  }[outcome]
  return paint(renderWords(words, screen))
}

/** The time of day where the learner is: "04:05:09". */
function renderTime(at: Date): string {
  return [at.getHours(), at.getMinutes(), at.getSeconds()]
    .map((part) => String(part).padStart(2, '0'))
    .join(':')
}

function renderFolder(missing: Missing, { name }: WatchedLesson): string {
  return missing === 'work' ? `work/${name}` : `lessons/${name}`
}

/** Says which folder is gone and that watching goes on. */
export function renderMissing(missing: Missing, lesson: WatchedLesson, screen: Screen): string[] {
  const folder = renderFolder(missing, lesson)
  const [remedy, command] =
    missing === 'work'
      ? [say`If it is lost, a fresh starter, in another terminal:`, `npm run reset ${lesson.number}`]
      : [say`If it is lost, bring it back in another terminal:`, `git restore ${folder}`]
  return [
    ...renderSentences(
      say`The folder ${folder} is not there: it was renamed, moved or deleted. Watching goes on; as soon as it is back, it is checked.`,
      screen,
    ),
    '',
    ...renderLabelled(remedy, command, screen),
  ]
}

/** Says that saves go unnoticed and what to do; nothing where they are noticed. */
export function renderDeafness({ deaf }: WatchState, screen: Screen): string[] {
  if (!deaf) return []
  const why =
    deaf === 'proved'
      ? say`Your last save was found, but the system had not told of it: it does not for every kind of folder, such as one on a network.`
      : say`The system does not tell of saves (${escapeText(deaf.reason)}).`
  return renderParagraph([why, say`After a save press Enter.`], screen).map(createPaint(screen).yellow)
}

/**
 * The line at which the screen should begin so that what happened and what to try are in sight: as far up as that
 * allows, and never below the sentence that says what happened.
 * @param height the lines that there is room for
 */
export function chooseBeginning({ happened, advised }: Landmarks, height: number): number {
  return Math.min(happened, Math.max(0, advised + 1 - height))
}

/** A key, what it does in a word or two, and in full. */
export interface KeyMeaning {
  readonly key: string
  readonly short: Words
  readonly long: Words
}

/** The keys that are shown while there is room, those that are wanted most first. */
const wantedFirst = ['Enter', 'Esc', 'n', 'h', 'f', 'F', 'q', 'w', 'r', 'p']
/** More than so many are not read. */
const mostKeys = 6

/** A few keys in a line, each with a word, and how to see all. At the narrowest it is only that. */
export function renderKeyLine(keys: readonly KeyMeaning[], screen: Screen): string {
  const renderKey = ({ key, short }: Pick<KeyMeaning, 'key' | 'short'>) =>
    `${key} ${renderWords(short, screen)}`
  const more = renderKey({ key: '?', short: say`more` })
  const wanted = keys
    .filter(({ key }) => wantedFirst.includes(key))
    .sort((one, other) => wantedFirst.indexOf(one.key) - wantedFirst.indexOf(other.key))
    .slice(0, mostKeys)
  for (let count = wanted.length; count > 0; count--) {
    const chosen = keys.filter((key) => wanted.slice(0, count).includes(key))
    const line = [...chosen.map(renderKey), more].join(' · ')
    if (measureWidth(line) <= screen.width) return line
  }
  return more
}

/** All keys, in full. */
export function renderKeys(keys: readonly KeyMeaning[], screen: Screen): string[] {
  const pairs = [
    ...keys.map(({ key, long }) => [key, long] as const),
    ['↑ ↓', say`a line up, a line down`] as const,
    [say`Page keys`, say`a screen up, a screen down (space too)`] as const,
    ['Esc', say`back to the result`] as const,
  ]
  return [createPaint(screen).bold(renderWords(say`Keys`, screen)), '', ...renderPairs(pairs, screen)]
}
