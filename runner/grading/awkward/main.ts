/**
 * Tries grading with a class that nobody would like to grade.
 *
 *     node --import tsx runner/grading/awkward/main.ts make FOLDER 1-3 60 7   # lessons, how many, seed
 *     npm run grade FOLDER/in -- --lessons 1-3 --seed 1 --out OUT             # as often as you like
 *     node --import tsx runner/grading/awkward/main.ts compare FOLDER OUT …   # each has the marks that it must, all the same
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { readCatalogue } from '../../lessons/catalogue.ts'
import { readGradebook } from '../judge/gradebook-file.ts'
import { chooseLessons } from '../judge/plan-lessons.ts'
import { sameInEveryRun } from '../reports/reports.ts'
import { findWrongMarks, listDecisions } from './compare.ts'
import { type DueMark, makeClass } from './make-class.ts'

const [verb = '', folder = '', ...words] = process.argv.slice(2)

if (verb === 'make') {
  const [lessons = '1', count = '60', seed = '1'] = words
  const root = resolve(import.meta.dirname, '../../..')
  await mkdir(folder, { recursive: true })
  const chosen = chooseLessons(await readCatalogue(root), lessons)
  const due = await makeClass(join(folder, 'in'), chosen, { seed: Number(seed), count: Number(count) })
  await writeFile(join(folder, 'due.json'), JSON.stringify(due))
  console.log(`${due.length} marks are due.`)
} else {
  const due: DueMark[] = JSON.parse(await readFile(join(folder, 'due.json'), 'utf8'))
  const gradebooks = await Promise.all(words.map((out) => readGradebook(resolve(out))))
  const wrong = gradebooks.map((gradebook) => findWrongMarks(gradebook, due))
  const [first = [], ...others] = gradebooks.map(listDecisions)
  for (const [index, out] of words.entries()) {
    console.log(`${out}: ${wrong[index]?.length ?? 0} wrong of ${due.length}`)
    for (const line of wrong[index] ?? []) console.log(`  ${line}`)
  }
  const differences = others.flatMap((marks, index) => {
    const other = marks.filter((line) => !first.includes(line))
    return other.map((line) => `${words[index + 1]}: ${line}`)
  })
  for (const line of differences) console.log(`  not as in ${words[0]}: ${line}`)
  const files = await listDifferentFiles(words)
  for (const file of files) console.log(`  not as in ${words[0]}: ${file}`)
  const trouble = [...wrong.flat(), ...differences, ...files]
  if (trouble.length === 0) console.log('The same is decided in all of them.')
  process.exitCode = trouble.length === 0 ? 0 : 1
}

/** Those of the reports that have to have the same bytes in every run, and have not. */
async function listDifferentFiles([first = '', ...others]: readonly string[]): Promise<string[]> {
  const different: string[] = []
  for (const name of sameInEveryRun) {
    const due = await readFile(join(first, name), 'utf8')
    for (const out of others)
      if ((await readFile(join(out, name), 'utf8')) !== due) different.push(join(out, name))
  }
  return different
}
