/** What a learner has done, lesson by lesson, as it stands in `work/progress.json`. */
import * as v from 'valibot'

/** Raised whenever an older workbook could misunderstand, or spoil, what a newer one writes. */
export const progressVersion = 1

const count = v.pipe(v.number(), v.integer(), v.minValue(0))
const moment = v.pipe(v.string(), v.isoTimestamp())

const readingSchema = v.object({
  /** How much of the text lies above, in ten-thousandths of it. */
  at: count,
  /** How many of its predictions have been asked. What was answered is not kept. */
  asked: count,
})

/** Where a text was left. */
export type ReadingPlace = Readonly<v.InferOutput<typeof readingSchema>>

// Loose, so that what a newer workbook of the same version adds is kept when an older one writes back.
const lessonProgressSchema = v.looseObject({
  /** `started`: the work folder exists, nothing was checked since it was made. */
  state: v.picklist(['started', 'failed', 'passed']),
  /** With `started`: hints were read, and there is no work folder so far. */
  isUnopened: v.exactOptional(v.boolean()),
  /** When the learner last did something in the lesson. */
  lastSeenAt: moment,
  lastCheckedAt: v.exactOptional(moment),
  /** With `failed`: the first check that failed. */
  failedCheck: v.exactOptional(v.string()),
  /** With `failed`: the stage at which it failed. A newer workbook may know more of them than this one. */
  failedStage: v.exactOptional(v.string()),
  /** With `failed`: how often in a row it failed at this check and stage. */
  sameFailures: v.exactOptional(count),
  /** With `failed`: the value that `sameFailures` had when a hint was last read. */
  hintedAfter: v.exactOptional(count),
  /** When it was first passed. It stays, whatever is checked later. */
  passedAt: v.exactOptional(moment),
  attempts: count,
  /** The largest number of a hint that was read. */
  hintsSeen: count,
  /** Where the text was left. */
  reading: v.exactOptional(readingSchema),
  /** The numbers of the hints that were read, in the order in which they were last read. */
  hintsRead: v.exactOptional(v.array(count)),
})

export type LessonProgress = Readonly<v.InferOutput<typeof lessonProgressSchema>>

export interface Progress {
  readonly version: typeof progressVersion
  /** By slug, so that a lesson keeps its progress when it gets another number. */
  readonly lessons: Readonly<Record<string, LessonProgress>>
}

export const emptyProgress: Progress = { version: progressVersion, lessons: {} }

export type ParsedProgress =
  /** `damaged`: something in it was not understood and is missing in `progress`. */
  | { readonly kind: 'read'; readonly progress: Progress; readonly damaged: boolean }
  | { readonly kind: 'newer'; readonly version: number }

// Not v.record: it leaves out keys such as "prototype" and "constructor", which are slugs like any other.
const entriesSchema = v.custom<Readonly<Record<string, unknown>>>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
)

const fileSchema = v.object({ version: count, lessons: entriesSchema })

/** Turns the text of a progress file into progress. Whatever can be understood of a damaged one is kept. */
export function parseProgress(text: string): ParsedProgress {
  const data = parseJson(text)
  const version = v.safeParse(v.object({ version: count }), data)
  if (version.success && version.output.version > progressVersion) {
    return { kind: 'newer', version: version.output.version }
  }
  const file = v.safeParse(fileSchema, data)
  if (!file.success) return { kind: 'read', progress: emptyProgress, damaged: true }
  const entries = Object.entries(file.output.lessons).map(
    ([slug, entry]) => [slug, v.safeParse(lessonProgressSchema, entry)] as const,
  )
  const lessons = Object.fromEntries(
    entries.flatMap(([slug, entry]) => (entry.success ? [[slug, entry.output] as const] : [])),
  )
  const damaged = entries.some(([, entry]) => !entry.success)
  return { kind: 'read', progress: { version: progressVersion, lessons }, damaged }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Returns the text of the file that `parseProgress` reads back. */
export function renderProgressFile(progress: Progress): string {
  return `${JSON.stringify(progress, null, 2)}\n`
}

/** What is known of a lesson; of one that was never opened, nothing. */
export function findProgress(progress: Progress, slug: string): LessonProgress | undefined {
  return Object.hasOwn(progress.lessons, slug) ? progress.lessons[slug] : undefined
}

/** The numbers, from 1, of the hints that were read, the last one last. Older workbooks noted only the largest. */
export function findHintsRead(lesson: LessonProgress | undefined): readonly number[] {
  return lesson?.hintsRead ?? Array.from({ length: lesson?.hintsSeen ?? 0 }, (_, index) => index + 1)
}

/** Whether the learner has begun with the lesson: whoever only read hints has not. */
export function hasBegun(lesson: LessonProgress | undefined): lesson is LessonProgress {
  return lesson !== undefined && lesson.isUnopened !== true
}

/** Whether the lesson was passed at any time. */
export function hasPassed(progress: Progress, slug: string): boolean {
  return findProgress(progress, slug)?.passedAt !== undefined
}
