/** All proofs of one lesson: its files, its text, its types, and its checker against right and wrong programs. */
import { existsSync } from 'node:fs'
import { readIfThere } from '../disk/read-if-there.ts'
import { readAlternatives } from '../lessons/alternatives.ts'
import type { Lesson } from '../lessons/catalogue.ts'
import { complainAboutAlternatives } from './alternatives.ts'
import { complainAboutHints } from './hints.ts'
import { readChangingInputs, readShowingInputs } from './kept/inputs.ts'
import { complainAboutFiles } from './lesson-files.ts'
import { judgeInTurn, showPath, type LessonProofs, type ProofDesk } from './proof-desk.ts'
import { createProof, type Proof } from './proof.ts'
import { proveDeletions, proveMutants, proveSlips, type ChangesToProve } from './prove-changes.ts'
import { proveChecker, proveVerdicts } from './prove-checker.ts'
import { createExperimentProofs } from './prove-experiments.ts'
import { parseDocument, type Document } from './readme/document.ts'
import { complainAboutLinks } from './readme/links.ts'
import { complainAboutPictures } from './readme/pictures.ts'
import { complainAboutPredictions, findExperiments } from './readme/predictions.ts'
import { complainAboutSections } from './readme/sections.ts'
import { complainAboutWidths } from './readme/widths.ts'
import { createSessionProofs } from './session/prove-sessions.ts'
import { complainAboutTypes } from './types.ts'
import { complainAboutUnfinished } from './unfinished.ts'

/**
 * Proves one lesson.
 * @throws the signal's reason when cancelled
 */
export async function proveLesson(desk: ProofDesk, lesson: Lesson): Promise<LessonProofs> {
  if (Object.values(desk.tries).includes(true))
    return { lesson, proofs: await proveChanges(desk, lesson), checks: [], items: [], mistakes: [] }
  const document = parseDocument(await readIfThere(lesson.readme))
  const [files, texts, sessions, subjects] = await Promise.all([
    proveFiles(desk, lesson),
    proveText(desk, lesson, document),
    proveSessions(desk, lesson, document),
    proveChecker(desk, lesson, document),
  ])
  return { ...subjects, lesson, proofs: [...files, ...texts, ...sessions, ...subjects.proofs] }
}

async function proveChanges(desk: ProofDesk, lesson: Lesson): Promise<Proof[]> {
  const { root, signal, catalogue, tries, share } = desk
  const toProve: ChangesToProve = {
    root,
    lesson,
    signal,
    earlier: catalogue.filter(({ number }) => number < lesson.number),
    judge: judgeInTurn(desk, lesson),
    show: (path) => showPath(desk, path),
    share,
  }
  const inputs = await readChangingInputs(lesson, toProve.earlier)
  const part = share ? `${share.part}/${share.of}` : 'all'
  const keep = async (name: string, prove: (changes: ChangesToProve) => Promise<Proof>) => {
    const kept = await desk.kept.keep([name, part, ...inputs], async () => ({ proof: await prove(toProve) }))
    return kept.proof
  }
  return await Promise.all([
    ...(tries.deletions ? [keep('deletions', proveDeletions)] : []),
    ...(tries.mutants ? [keep('mutants', proveMutants)] : []),
    ...(tries.slips ? [keep('slips', proveSlips)] : []),
    ...(tries.verdicts || tries.asTyped ? [proveVerdicts(desk, lesson)] : []),
  ]).then((proofs) => proofs.flat())
}

async function proveFiles(desk: ProofDesk, lesson: Lesson): Promise<Proof[]> {
  const folders = [lesson.folder, lesson.solution].map((folder) => showPath(desk, folder))
  return [
    createProof('every file has its place and its name', await complainAboutFiles(desk.root, lesson)),
    createProof(
      'every alternative says why one would choose it',
      complainAboutAlternatives(await readAlternatives(lesson), showPath(desk, lesson.solution)),
    ),
    createProof('nothing is left to do', await complainAboutUnfinished(desk.root, lesson)),
    createProof('everything compiles', complainAboutTypes(desk.typeErrors, folders)),
  ]
}

async function proveText(desk: ProofDesk, lesson: Lesson, document: Document): Promise<Proof[]> {
  const path = showPath(desk, lesson.readme)
  const code = desk.codeComplaints.filter(({ place }) => place.startsWith(`${path}:`))
  const hints = await readIfThere(lesson.hints)
  // That there is no text at all is told once, with the files.
  if (document.headings.length === 0 && !existsSync(lesson.readme)) return []
  return [
    createProof('the text has all its sections', complainAboutSections(document, path)),
    createProof('its links lead somewhere', await complainAboutLinks(document, lesson.readme, path)),
    createProof('its code is whole', [...code, ...complainAboutWidths(document, path)]),
    createProof('its pictures can be drawn', complainAboutPictures(document, path)),
    createProof('its predictions are whole', complainAboutPredictions(document, path)),
    createProof('there are three or four hints', complainAboutHints(hints, showPath(desk, lesson.hints))),
  ]
}

async function proveSessions(desk: ProofDesk, lesson: Lesson, document: Document): Promise<Proof[]> {
  const { root, env, signal } = desk
  const path = showPath(desk, lesson.readme)
  const works = createSessionProofs({
    root,
    env,
    signal,
    path,
    lessonName: lesson.name,
    fences: document.fences,
  })
  const experiments = createExperimentProofs({
    root,
    env,
    signal,
    path,
    lessonName: lesson.name,
    experiments: findExperiments(document),
  })
  const inputs = await readShowingInputs(lesson, await readIfThere(lesson.readme), desk.catalogue)
  return await Promise.all(
    [...works, ...experiments].map(async (work, index) => {
      const prove = async () => ({ proof: await desk.queue.run(work) })
      return (await desk.kept.keep(['shown', String(index), ...inputs], prove)).proof
    }),
  )
}
