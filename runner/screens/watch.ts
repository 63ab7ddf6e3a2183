/** The screen of a lesson that is being watched: how it stands, a part of what is told, and the keys. */
import { stripVTControlCharacters } from 'node:util'
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
  /** The name of its folder, below work/ and below lessons/. */
  readonly name: string
}

export interface WatchPicture {
  readonly state: WatchState
  readonly lesson: WatchedLesson
  readonly lessonsDone: number
  readonly lessonCount: number
  /** What is told, in lines that are no wider than the terminal. */
  readonly body: readonly string[]
  /** Chooses, by the lines that there is room for, the line of the body that stands first. */
  readonly chooseOffset: (height: number) => number
  /** What stands above the body where its beginning is out of sight, and the line of it that begins so. */
  readonly heading?: string | undefined
  /** The keys, from the most to the fewest words: the first that fits is shown. */
  readonly keyLines: readonly string[]
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
  const keys = picture.keyLines.find((line) => measureWidth(line) <= screen.width) ?? ''
  const { body } = picture
  // Below the head and below the body stands one line each, for what lies above and what lies below.
  const height = Math.max(1, rows - head.length - deaf.length - 3)
  const offset = Math.max(0, Math.min(picture.chooseOffset(height), body.length - height))
  const below = body.length - offset - height
  const shown = body.slice(offset, offset + height)
  const heading = picture.heading && !isInSight(picture.heading, shown) ? picture.heading : ''
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
    dim(keys),
  ]
  return { lines: lines.slice(0, rows).map((line) => cutText(line, screen.width)), offset, height }
}

/** Tells whether one of the lines begins with the heading, or with as much of it as has room there. */
function isInSight(heading: string, lines: readonly string[]): boolean {
  return lines.some((line) => {
    const [words = ''] = stripVTControlCharacters(line).trim().split(/ {2,}/)
    return words.startsWith(heading.slice(0, 2)) && heading.startsWith(words)
  })
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
  return renderSides(how, dim(renderWords(done, screen)), screen)
}

function renderHow({ state, lesson }: WatchPicture, screen: Screen): string {
  const { bold, yellow } = createPaint(screen)
  const { running, latest, missing } = state
  if (missing) return yellow(renderWords(say`Waiting for ${renderFolder(missing, lesson)}`, screen))
  if (!running) return latest ? renderLatest(latest, screen) : renderWords(say`Watching`, screen)
  const parts: Words[] = [bold(renderWords(say`Check ${state.check} is running`, screen))]
  if (running.ended > 0) parts.push(say`${running.ended} done`)
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

const keysInFewWords = ['Enter', 'Esc', 'h', 'n', 'q']

/** The keys in lines of fewer and fewer words. The last of them fits everywhere. */
export function renderKeyLines(keys: readonly KeyMeaning[], screen: Screen): string[] {
  const few = keys.filter(({ key }) => keysInFewWords.includes(key))
  const renderKey = ({ key, short }: Pick<KeyMeaning, 'key' | 'short'>) =>
    `${key} ${renderWords(short, screen)}`
  const all = renderKey({ key: '?', short: say`keys` })
  const renderLine = (chosen: readonly KeyMeaning[], last: string) =>
    [...chosen.map(renderKey), last].join(' · ')
  return [
    renderLine(keys, all),
    renderLine(keys, '?'),
    ...[few, few.slice(0, 2), few.slice(0, 1), []].map((chosen) => renderLine(chosen, all)),
  ]
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
