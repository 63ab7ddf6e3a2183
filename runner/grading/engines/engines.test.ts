/** The engines, as far as this machine has them. What GitHub and GitLab run is the same script in the same way. */
import { spawnSync } from 'node:child_process'
import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { smallLessons } from '../../testing/small-lessons.ts'
import { createTemporaryWorkbook, type TemporaryWorkbook } from '../../testing/temporary-workbook.ts'
import { parseGradebook } from '../gradebook.ts'

/** Seconds, where nothing else runs. A machine on which everything else runs too must not make an engine wrong. */
const longestMs = 280_000
const patiently = { timeout: longestMs + 20_000 }

const options = ['--lessons', '1', '--no-calibration', '--seed', '7', '--isolation', 'process-only']
const students = ['=1+1', 'Ada Lovelace', 'O\'Neil "x"', '李小龙']
/** Whether a Slurm runs on this machine that takes jobs. */
const hasSlurm = spawnSync('sinfo', ['--noheader', '--states=idle']).stdout?.length > 0
const hasParallel = spawnSync('parallel', ['--version']).status === 0

/** A workbook with a class in it, everybody of whom has the solution or nothing that works. */
async function createClass(): Promise<TemporaryWorkbook> {
  const workbook = await createTemporaryWorkbook()
  const right = smallLessons['solutions/01-upper-case/server.ts'] ?? ''
  for (const [index, student] of students.entries()) {
    const text = index === 1 ? 'process.exit(0)\n' : right
    await workbook.write(`a class/${student}/01-upper-case/server.ts`, text)
  }
  return workbook
}

function run(
  workbook: TemporaryWorkbook,
  script: string,
  args: readonly string[],
  env: Record<string, string> = {},
) {
  const file = join('runner/grading/engines', script)
  const { status, stderr, stdout } = spawnSync('bash', [file, ...args], {
    cwd: workbook.root,
    env: { ...workbook.env, ...env },
    encoding: 'utf8',
    timeout: longestMs,
  })
  expect(status, stdout + stderr).toBe(0)
}

async function readVerdicts(workbook: TemporaryWorkbook, folder: string) {
  const text = await readFile(join(workbook.root, folder, 'results.json'), 'utf8')
  const { submissions } = parseGradebook(JSON.parse(text))
  return Object.fromEntries(submissions.map(({ student, lessons }) => [student, lessons[0]?.verdict]))
}

const due = { '=1+1': 'passed', 'Ada Lovelace': 'failed', 'O\'Neil "x"': 'passed', 李小龙: 'passed' }

test.runIf(hasParallel)('GNU parallel grades the parts and puts them together', patiently, async () => {
  await using workbook = await createClass()
  run(workbook, 'parallel.sh', ['a class', 'the results', ...options], { PARTS: '2' })
  expect(await readVerdicts(workbook, 'the results/class')).toEqual(due)
})

test(
  'an array of Slurm jobs grades the parts and puts them together, as Slurm would start it',
  patiently,
  async () => {
    await using workbook = await createClass()
    await mkdir(join(workbook.root, 'out'))
    const slurm = { SLURM_SUBMIT_DIR: workbook.root, SLURM_ARRAY_TASK_COUNT: '2' }
    for (const SLURM_ARRAY_TASK_ID of ['1', '2'])
      run(workbook, 'slurm.sh', ['a class', 'out', ...options], { ...slurm, SLURM_ARRAY_TASK_ID })
    // Twice, as after a failure: nothing is judged again.
    run(workbook, 'slurm.sh', ['a class', 'out', ...options], { ...slurm, SLURM_ARRAY_TASK_ID: '1' })
    run(workbook, 'slurm.sh', ['merge', 'out'], slurm)
    expect(await readVerdicts(workbook, 'out/class')).toEqual(due)
  },
)

test.runIf(hasSlurm)('Slurm itself grades the parts and puts them together', patiently, async () => {
  await using workbook = await createClass()
  await mkdir(join(workbook.root, 'out'))
  const file = 'runner/grading/engines/slurm.sh'
  const submit = (args: readonly string[]) =>
    spawnSync('sbatch', ['--wait', '--output=log-%j', ...args], {
      cwd: workbook.root,
      env: workbook.env,
      encoding: 'utf8',
      timeout: longestMs,
    })
  const array = submit(['--array=1-2', file, 'a class', 'out', ...options])
  expect(array.status, array.stderr).toBe(0)
  const merge = submit([file, 'merge', 'out'])
  expect(merge.status, merge.stderr).toBe(0)
  expect(await readVerdicts(workbook, 'out/class')).toEqual(due)
})
