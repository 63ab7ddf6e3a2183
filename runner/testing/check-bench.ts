/** What a check has while it runs, around a program that a test writes. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CheckContext } from '../checker/check/context.ts'
import type { Subject } from '../checker/program/subject.ts'
import { CheckFailure } from '../checker/record/failure.ts'
import { Recorder } from '../checker/record/recorder.ts'
import { inEnglish } from '../language/say.ts'

interface CheckBench extends AsyncDisposable {
  readonly t: CheckContext
  readonly recorder: Recorder
  /** Whose context it is. */
  readonly subject: Subject
}

/** A context with one program in its subject's folder, as a check has it. */
export async function createCheckBench(file: string, program: string): Promise<CheckBench> {
  const home = await mkdtemp(join(tmpdir(), 'socket-workbook-check-'))
  const folder = join(home, '00-test')
  await mkdir(folder)
  await writeFile(join(home, 'package.json'), '{ "type": "module" }')
  // As the judge stages it: the learner's file, and the JavaScript that was made of it.
  for (const name of [file, `${file}.mjs`]) await writeFile(join(folder, name), program)
  const recorder = new Recorder()
  const compiled = { [file]: join(folder, `${file}.mjs`) }
  const subject = {
    folder,
    shownAs: 'work/00-test',
    mark: home,
    loader: import.meta.resolve('tsx'),
    compiled,
  }
  const t = new CheckContext(subject, recorder)
  return {
    t,
    recorder,
    subject,
    [Symbol.asyncDispose]: async () => {
      await t.dispose()
      await rm(home, { recursive: true })
    },
  }
}

/** A failed check, with what it says in English. */
interface TestedFailure extends Pick<CheckFailure, 'stage' | 'parts'> {
  readonly happened: string
  readonly help: string
}

/** What a promise fails with as a check; an error where it does not. */
export async function catchFailure(promise: Promise<unknown>): Promise<TestedFailure> {
  const thrown: unknown = await promise.then(
    () => undefined,
    (error: unknown) => error,
  )
  if (thrown instanceof CheckFailure) {
    const { stage, happened, parts } = thrown
    return { stage, parts, happened: inEnglish(happened), help: inEnglish(parts.help ?? '') }
  }
  throw new Error('it did not fail as a check', { cause: thrown })
}
