/**
 * The gradebook of a class: what every report is made of. Judging writes it; reports only read it.
 * The valibot schema here is the only definition; `gradebook.schema.json` is generated from it for other programs.
 */
import * as v from 'valibot'
import { checkVerdicts } from '../checker/record/verdict.ts'
import { Refusal } from '../edge/refusal.ts'
import { say } from '../language/say.ts'
import { failureSchema, obstacleSchema, sentenceSchema, transcriptSchema } from '../results/result.ts'

/** Raised whenever a reader of version N could misunderstand a file of version N + 1. */
const gradebookVersion = 1

/**
 * How far a program under judgement is shut in. `full`: namespaces and limits, set up by root. `user`: the same, set up
 * without root. `process-only`: processes of its own with limits, and nothing else.
 */
export const isolationLevels = ['full', 'user', 'process-only'] as const

const count = v.pipe(v.number(), v.integer(), v.minValue(0))
const points = v.pipe(v.number(), v.minValue(0))
const sha256 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/u))

/** What a failing, or broken, run of a check leaves; the same as in a result of one judgement. */
const outcome = {
  failure: v.exactOptional(failureSchema),
  /** With `skipped`: the name of the check without which this one tells nothing. */
  waitsFor: v.exactOptional(v.string()),
  /** With `broken`: our fault, for whoever mends it. */
  broken: v.exactOptional(obstacleSchema),
  transcript: v.exactOptional(transcriptSchema),
}

const checkMarkSchema = v.strictObject({
  name: v.string(),
  verdict: v.picklist([...checkVerdicts, 'unstable']),
  /** What it earned: all of the check's points with `pass`, if it counts; else none. No mark at all with `broken`. */
  points: v.nullable(points),
  ...outcome,
  /** With `unstable`: every run, in their order. The fields above are those of the first that failed. */
  runs: v.exactOptional(v.array(v.strictObject({ verdict: v.picklist(checkVerdicts), ...outcome }))),
})

const lessonMarkSchema = v.strictObject({
  /** Name of the lesson's folder, as in `lessons` of the gradebook. */
  lesson: v.string(),
  /** `missing`: nothing of this lesson was handed in. `broken`: it could not be judged, which is our fault. */
  verdict: v.picklist(['passed', 'failed', 'unstable', 'broken', 'missing']),
  /** No mark with `broken`; none earned with `missing`. */
  points: v.nullable(points),
  /** Hash of the list of files that were judged, as in a result; null where there were none. */
  subjectSha256: v.nullable(sha256),
  /** With `broken`: what kept the checker from judging. */
  broken: v.exactOptional(obstacleSchema),
  /** In the order of the lesson's checks. Empty with `missing`; not all of them, maybe, with `broken`. */
  checks: v.array(checkMarkSchema),
})

const submissionSchema = v.strictObject({
  /** Who handed it in: the roster's id where there is one, else the name of the folder or file. Nobody else has it. */
  student: v.string(),
  /** What the roster, or the file's name, calls them. */
  name: v.exactOptional(v.string()),
  email: v.exactOptional(v.string()),
  /** What was read, below the folder of submissions; null for somebody of the roster who handed in nothing. */
  source: v.nullable(v.string()),
  /** Hash of the list of all files that were taken of it, so that whoever resumes sees whether it has changed. */
  filesSha256: v.nullable(sha256),
  /** What was wrong with what was handed in: what was left out, and why. Told to the student too. */
  problems: v.array(sentenceSchema),
  /** The sum of the lessons; no mark where one of them has none. */
  points: v.nullable(points),
  /** One for each lesson of the gradebook, in the same order. */
  lessons: v.array(lessonMarkSchema),
})

const lessonSchema = v.strictObject({
  /** Name of the folder, for example "03-connection-loop". */
  lesson: v.string(),
  number: count,
  title: v.string(),
  /** The hash of the checker with all that runs it. */
  checkerSha256: sha256,
  checks: v.array(
    v.strictObject({
      name: v.string(),
      points,
      /** It counts, but is shown only to the instructor, not in feedback. */
      hidden: v.boolean(),
      /** The untouched starter passes it, so that it earns nothing by itself: only beside a check that the starter fails. */
      starterPasses: v.exactOptional(v.literal(true)),
    }),
  ),
  /** The sum of the checks' points. */
  maximum: points,
})

const calibrationSchema = v.strictObject({
  /** How many programs with a known verdict were judged among the submissions; in a part of a class, those of this part. */
  judged: count,
  /** How many there are for the whole class. */
  of: count,
  /** Only while the class is not judged to its end: those that were judged, so that whoever resumes need not judge them again. */
  done: v.exactOptional(
    v.array(v.strictObject({ lesson: v.string(), program: v.string(), filesSha256: sha256 })),
  ),
  /** Those that got another verdict than they must. */
  wrong: v.array(
    v.strictObject({
      lesson: v.string(),
      /** What was judged, for example "solution", "starter", "mistakes/answers-once". */
      program: v.string(),
      expected: sentenceSchema,
      got: sentenceSchema,
    }),
  ),
})

export const gradebookSchema = v.strictObject({
  version: v.literal(gradebookVersion),
  /** Version of the workbook that judged. */
  workbook: v.string(),
  /** When grading began. */
  made: v.pipe(v.string(), v.isoTimestamp()),
  node: v.string(),
  platform: v.string(),
  isolation: v.strictObject({
    level: v.picklist(isolationLevels),
    /** What this level does not stop. Every report says it. */
    doesNotStop: v.array(sentenceSchema),
  }),
  seed: count,
  /** The part of the class that this is, by `--shard 2/5`; null for all of it. */
  shard: v.nullable(v.strictObject({ part: count, of: count })),
  /** Whether every submission has been judged: false in a file that a run left that was ended. */
  complete: v.boolean(),
  lessons: v.array(lessonSchema),
  /** Null with `--no-calibration`, which every report says. */
  calibration: v.nullable(calibrationSchema),
  /** Files of the workbook that were changed while the class was judged. */
  touched: v.array(v.string()),
  /** Whether the grades are not to be used: calibration found a wrong verdict, or files were changed. Reports then show no marks. */
  withheld: v.boolean(),
  roster: v.nullable(
    v.array(
      v.strictObject({
        id: v.string(),
        name: v.string(),
        email: v.exactOptional(v.string()),
        /** By what the platform that exported the roster knows them, by the names of its columns. */
        exported: v.exactOptional(v.record(v.string(), v.string())),
      }),
    ),
  ),
  /**
   * Those of the roster in its order, who handed in nothing too; then those whom the roster does not know, by name. Those
   * that are still to be judged are not in it.
   */
  submissions: v.array(submissionSchema),
})

type DeepReadonly<T> = { readonly [K in keyof T]: DeepReadonly<T[K]> }

export type Gradebook = DeepReadonly<v.InferOutput<typeof gradebookSchema>>

/**
 * Turns what was read from a `results.json` into a gradebook.
 * @throws {Refusal} when it is one of another version, or none.
 */
export function parseGradebook(data: unknown): Gradebook {
  const found = v.safeParse(v.looseObject({ version: v.number() }), data)
  const parsed = v.safeParse(gradebookSchema, data)
  if (parsed.success) return parsed.output
  if (found.success && found.output.version !== gradebookVersion) {
    throw new Refusal(
      say`This gradebook has version ${found.output.version}, and this workbook reads version ${gradebookVersion}.`,
      say`Grade again, or read it with the workbook that wrote it.`,
    )
  }
  const [issue] = parsed.issues
  throw new Refusal(
    say`This is not a gradebook: ${issue.message} (${v.getDotPath(issue) ?? '/'})`,
    say`Name a results.json that npm run grade has written.`,
  )
}
