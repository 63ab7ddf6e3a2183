/** `npm run grade DIR`: a class. */
import { resolve } from 'node:path'
import { gradeClass, mergeParts } from '../grading/grade-class.ts'
import { say } from '../language/say.ts'
import type { Command } from './command.ts'

export const command: Command = {
  usage: 'npm run grade DIR [-- OPTIONS]',
  does: say`grades what a class has handed in`,
  parts: [
    ['DIR', say`the folder with a folder or an archive for each student`],
    ['merge OUT …', say`in place of DIR: puts the results of all parts of a class together`],
    ['--lessons 1-7', say`the lessons that are graded; without it, all`],
    ['--roster FILE', say`a CSV file that names everybody: id, name, email`],
    ['--points FILE', say`how many points checks give, and which are hidden; without it, one each`],
    ['--out DIR', say`where results and reports go; without it, the folder reports`],
    [
      '--isolation LEVEL',
      say`full, user or process-only; without it, the strongest that this machine allows`,
    ],
    ['--jobs N', say`so many are judged at once; without it, four for each processor, if memory allows`],
    ['--seed S', say`a number that decides the order`],
    ['--shard 2/5', say`only the second of five parts of the class`],
    ['--resume', say`goes on with what is in the folder of results`],
    ['--regrade-diff OUT', say`says whose marks are other than in an earlier folder of results, and why`],
    ['--no-calibration', say`judges no programs whose verdict is known, which every report says`],
    ['--similar', say`lists programs that are alike, as places to look, never as proof`],
  ],
  words: [1, 1_000],
  flags: {
    lessons: 'string',
    roster: 'string',
    points: 'string',
    out: 'string',
    isolation: 'string',
    jobs: 'string',
    seed: 'string',
    shard: 'string',
    resume: 'boolean',
    'regrade-diff': 'string',
    'no-calibration': 'boolean',
    similar: 'boolean',
  },
  run: async ({ words, getFlag, isSet }, workbook) => {
    const place = (path: string) => resolve(workbook.callerFolder, path)
    const placeFlag = (name: string) => {
      const value = getFlag(name)
      return value === undefined ? undefined : place(value)
    }
    const out = placeFlag('out') ?? place('reports')
    const [first = '', ...others] = words
    if (first === 'merge') return await mergeParts(workbook, others.map(place), out)
    return await gradeClass(workbook, {
      folders: words.map(place),
      out,
      lessons: getFlag('lessons'),
      roster: placeFlag('roster'),
      points: placeFlag('points'),
      isolation: getFlag('isolation'),
      jobs: getFlag('jobs'),
      seed: getFlag('seed'),
      shard: getFlag('shard'),
      resumes: isSet('resume'),
      old: placeFlag('regrade-diff'),
      calibrates: !isSet('no-calibration'),
      compares: isSet('similar'),
    })
  },
}
