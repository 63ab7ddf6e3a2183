/**
 * The result of judging one subject by one lesson's checker: the source of every report.
 * The valibot schema here is the only definition; `results.schema.json` is generated from it for other programs.
 */
import * as v from 'valibot'
import { Refusal } from '../edge/refusal.ts'
import { say, type Sentence } from '../language/say.ts'
import { eventKinds } from '../checker/record/transcript.ts'
import { checkVerdicts, lessonVerdicts, stages } from '../checker/record/verdict.ts'

/** Raised whenever a reader of version N could misunderstand a file of version N + 1. */
export const resultVersion = 2

const base64 = v.pipe(v.string(), v.base64())
const count = v.pipe(v.number(), v.integer(), v.minValue(0))
const emptyableBase64 = v.union([v.literal(''), base64])

/** Bytes that a sentence quotes: their beginning, and their end where the middle is left out. */
const quotationSchema = v.strictObject({
  quote: emptyableBase64,
  end: v.exactOptional(emptyableBase64),
  length: count,
})

/** An English text with numbered gaps, `{0}`, and what stands in them. */
export const sentenceSchema: v.GenericSchema<Sentence> = v.strictObject({
  key: v.string(),
  parts: v.array(v.union([v.string(), v.number(), quotationSchema, v.lazy(() => sentenceSchema)])),
})

const wordsSchema = v.union([v.string(), sentenceSchema])

/** What stands in the published schema under a name, because it holds itself. */
export const namedSchemas = { sentence: sentenceSchema }

export const transcriptSchema = v.strictObject({
  program: v.string(),
  participants: v.array(
    v.strictObject({ id: v.string(), name: wordsSchema, kind: v.picklist(['program', 'peer']) }),
  ),
  omitted: count,
  events: v.array(
    v.strictObject({
      at: v.pipe(v.number(), v.minValue(0)),
      peer: v.string(),
      kind: v.picklist(eventKinds),
      by: v.exactOptional(v.picklist(['peer', 'program'])),
      bytes: v.exactOptional(emptyableBase64),
      length: v.exactOptional(count),
      address: v.exactOptional(v.strictObject({ host: v.string(), port: count })),
      socket: v.exactOptional(v.picklist(['tcp', 'udp'])),
      fromPort: v.exactOptional(count),
      signal: v.exactOptional(v.string()),
      exit: v.exactOptional(v.strictObject({ code: v.nullable(v.number()), signal: v.nullable(v.string()) })),
      waited: v.exactOptional(v.strictObject({ forWhat: wordsSchema, ms: count })),
    }),
  ),
})

export const failureSchema = v.strictObject({
  stage: v.picklist(stages),
  happened: wordsSchema,
  help: v.exactOptional(wordsSchema),
  crash: v.exactOptional(
    v.strictObject({
      message: v.string(),
      place: v.exactOptional(
        v.strictObject({
          file: v.string(),
          line: count,
          column: count,
          source: v.exactOptional(v.string()),
        }),
      ),
      unheard: v.exactOptional(v.string()),
    }),
  ),
  peer: v.exactOptional(v.string()),
  event: v.exactOptional(count),
  bytes: v.exactOptional(
    v.strictObject({
      expected: emptyableBase64,
      actual: emptyableBase64,
      offset: count,
      firstDifference: count,
      expectedLength: count,
      actualLength: count,
    }),
  ),
  printedLast: v.string(),
  byHand: v.array(v.string()),
  file: v.exactOptional(v.string()),
})

/** What kept us from judging. */
export const obstacleSchema = v.strictObject({ message: wordsSchema, details: v.string() })

const checkReportSchema = v.strictObject({
  name: v.string(),
  /** The numbers of the items of the lesson's task that the check holds. */
  holds: v.exactOptional(v.array(v.pipe(v.number(), v.integer(), v.minValue(1)))),
  verdict: v.picklist(checkVerdicts),
  durationMs: v.pipe(v.number(), v.minValue(0)),
  waitsFor: v.exactOptional(v.string()),
  failure: v.exactOptional(failureSchema),
  broken: v.exactOptional(obstacleSchema),
  transcript: v.exactOptional(transcriptSchema),
})

export const resultSchema = v.strictObject({
  version: v.literal(resultVersion),
  lesson: v.strictObject({
    number: v.pipe(v.number(), v.integer(), v.minValue(1)),
    slug: v.string(),
    title: v.string(),
  }),
  subject: v.strictObject({
    /** The folder as a user would type it. */
    folder: v.string(),
    files: v.array(v.strictObject({ name: v.string(), sha256: v.string() })),
    /** Of the list of the files, as `sha256sum` prints it. */
    sha256: v.string(),
  }),
  /** What judged it: the workbook's version, and the hash of the checker with all that runs it. */
  judgedBy: v.strictObject({ workbook: v.string(), checkerSha256: v.string() }),
  verdict: v.picklist(lessonVerdicts),
  /** With `broken`: what kept the checker from judging. */
  broken: v.exactOptional(obstacleSchema),
  /** How many checks the checker declares. Fewer reports than this is `broken`, never `passed`. */
  expectedChecks: count,
  checks: v.array(checkReportSchema),
  startedAt: v.pipe(v.string(), v.isoTimestamp()),
  durationMs: v.pipe(v.number(), v.minValue(0)),
  system: v.strictObject({ node: v.string(), platform: v.string(), release: v.string() }),
})

type DeepReadonly<T> = { readonly [K in keyof T]: DeepReadonly<T[K]> }

export type LessonResult = DeepReadonly<v.InferOutput<typeof resultSchema>>

/**
 * Turns what was read from a result file into a result.
 * @throws {Refusal} when it is one of another version.
 * @throws {v.ValiError} when it is not one.
 */
export function parseResult(data: unknown): LessonResult {
  const found = v.safeParse(v.looseObject({ version: v.number() }), data)
  if (found.success && found.output.version !== resultVersion) {
    throw new Refusal(
      say`This result has version ${found.output.version}, and this workbook reads version ${resultVersion}.`,
      say`Judge the programs again, or read it with the workbook that wrote it.`,
    )
  }
  return v.parse(resultSchema, data)
}
