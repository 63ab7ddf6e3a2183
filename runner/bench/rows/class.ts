/** How long grading a class takes a submission, and how much memory it takes, as the class grows. */
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { untilCancelled } from '../../edge/cancelled.ts'
import { listPrograms, type AwkwardProgram } from '../../grading/awkward/programs.ts'
import { type Lesson, readCatalogue } from '../../lessons/catalogue.ts'
import { readResidentBytes } from '../../processes/process-facts.ts'
import type { BenchDesk, MeasureRow } from '../desk.ts'
import { runProgram, startProcess } from '../program.ts'
import type { RowName, RowResult } from '../report.ts'
import { compareSamples } from '../samples.ts'

const lessonNumbers = [1, 2, 3]
/** Of ten who hand in, six are right, three have a mistake in each lesson, and one has done nothing. */
const kinds = [
  'solutions',
  'alternatives',
  'mistakes',
  'alternatives',
  'solutions',
  'mistakes',
  'alternatives',
  'starters',
  'mistakes',
  'solutions',
]
/** So many are judged by a loop around `vitest run` as well. */
const loopSize = 5
const lookEveryMs = 200

/** One sample of each: a class takes as long as it is big. */
export const measureClass: MeasureRow = async (desk, row) => {
  const lessons = (await readCatalogue(desk.root)).filter(({ number }) => lessonNumbers.includes(number))
  await using folder = await createFolder()
  const results: RowResult[] = []
  const small = await gradeClass(desk, lessons, loopSize, folder.path)
  const loop = await timeLoop(desk, lessons, join(folder.path, `in-${loopSize}`), folder.path)
  results.push(
    compareSamples({
      row,
      name: `grading ${loopSize} submissions of lessons 1 to 3, shut in, a submission`,
      unit: 'ms',
      samples: [small.msEach],
      references: [
        {
          name: `a loop of vitest run for each submission and lesson, not shut in, nothing judged again`,
          samples: [loop],
          aim: { bound: 'at most', ratio: 1 / 3 },
        },
      ],
    }),
  )
  let least: number | undefined
  for (const size of desk.sizes) {
    const { msEach, peakMiB } = await gradeClass(desk, lessons, size, folder.path)
    least ??= peakMiB
    results.push(...describe(row, size, msEach, peakMiB, least))
  }
  return results
}

function describe(
  row: RowName,
  size: number,
  msEach: number,
  peakMiB: number,
  leastMiB: number,
): RowResult[] {
  return [
    compareSamples({
      row,
      name: `grading ${size} submissions, a submission`,
      unit: 'ms',
      samples: [msEach],
      references: [],
    }),
    compareSamples({
      row,
      name: `grading ${size} submissions, most memory that the grader occupied`,
      unit: 'MiB',
      samples: [peakMiB],
      references: [
        {
          name: 'the smallest of these classes',
          samples: [leastMiB],
          aim: { bound: 'at most', ratio: 1.25 },
        },
      ],
    }),
  ]
}

async function createFolder() {
  const path = await mkdtemp(join(await realpath(tmpdir()), 'socket-workbook-bench-'))
  // Programs are modules, wherever they lie.
  await writeFile(join(path, 'package.json'), '{ "type": "module" }\n')
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) }
}

/** Grades a class of a size in a process of its own, without calibration: that is the same for every size. */
async function gradeClass(desk: BenchDesk, lessons: readonly Lesson[], size: number, folder: string) {
  const { root, env, signal, tell } = desk
  tell(`a class of ${size}`)
  const place = join(folder, `in-${size}`)
  await handIn(place, lessons, size)
  const grade = ['grade', place, '--lessons', '1-3', '--no-calibration', '--seed', '1']
  const args = [join(root, 'runner/start-up/boot.cjs'), ...grade, '--out', join(folder, `out-${size}`)]
  const beganAt = performance.now()
  const { child, readOutput } = startProcess(process.execPath, args, { cwd: root, env, signal })
  let peak = 0
  const timer = setInterval(() => (peak = Math.max(peak, readResidentBytes(child.pid ?? 0))), lookEveryMs)
  try {
    const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
    const code = await untilCancelled(ended, signal)
    if (code === null || code > 1) throw new Error(`Grading ended with exit code ${code}.\n${readOutput()}`)
    return { msEach: (performance.now() - beganAt) / size, peakMiB: peak / 2 ** 20 }
  } finally {
    clearInterval(timer)
  }
}

async function handIn(place: string, lessons: readonly Lesson[], size: number): Promise<void> {
  for (const lesson of lessons) {
    const programs = await listPrograms(lesson)
    for (let index = 0; index < size; index++) {
      const own = programs[kinds[index % kinds.length] ?? ''] ?? []
      const program = own[Math.floor(index / kinds.length) % own.length]
      if (program) await writeProgram(join(place, `student-${index}`, lesson.name), program)
    }
  }
}

async function writeProgram(folder: string, { files }: AwkwardProgram): Promise<void> {
  for (const [name, content] of files) {
    await mkdir(dirname(join(folder, name)), { recursive: true })
    await writeFile(join(folder, name), content)
  }
}

/** Judges each submission and lesson with a vitest of its own, as a script of twenty lines would. @returns ms a submission */
async function timeLoop(
  desk: BenchDesk,
  lessons: readonly Lesson[],
  place: string,
  folder: string,
): Promise<number> {
  const { root, env, signal, tell } = desk
  const config = join(folder, 'vitest.config.mjs')
  const subject = 'JSON.parse(process.env.SUBJECT)'
  await writeFile(
    config,
    `export default { test: { include: ['lessons/*/check.test.ts'], maxConcurrency: 1000, testTimeout: 300000, provide: { subject: ${subject} } } }\n`,
  )
  const loader = pathToFileURL(join(root, 'node_modules/tsx/dist/loader.mjs')).href
  const vitest = [join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--root', root, '--config', config]
  const beganAt = performance.now()
  for (let index = 0; index < loopSize; index++) {
    for (const lesson of lessons) {
      tell(`a loop of vitest run · ${index + 1} of ${loopSize}, lesson ${lesson.number}`)
      const at = join(place, `student-${index}`, lesson.name)
      const told = { folder: at, shownAs: at, mark: `bench-${index}-${lesson.number}`, loader, compiled: {} }
      // A check that fails is no failure of the loop.
      const words = ['-c', '"$0" "$@"; :', process.execPath, ...vitest, lesson.checker]
      await runProgram('/bin/sh', words, {
        cwd: root,
        env: { ...env, SUBJECT: JSON.stringify(told) },
        signal,
      })
    }
  }
  return (performance.now() - beganAt) / loopSize
}
