/** Proves that the experiments of a text's predictions run to their end, where they stand now. */
import { inEnglish } from '../language/say.ts'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Experiment } from '../lessons/predictions/parse-experiment.ts'
import {
  longestExperimentMs,
  runExperiment,
  type ExperimentEnd,
} from '../lessons/predictions/run-experiment.ts'
import type { Environment } from '../edge/environment.ts'
import { createProof, type Complaint, type Proof } from './proof.ts'
import type { PlacedExperiment } from './readme/predictions.ts'
import { useFreePorts } from './session/lesson-ports.ts'
import { createSessionFolder, type SessionFolder } from './session/session-folder.ts'

export interface ExperimentsToProve {
  readonly root: string
  /** The lesson's folder, for example "01-tcp-echo". */
  readonly lessonName: string
  readonly experiments: readonly PlacedExperiment[]
  /** The README as an author would type it. */
  readonly path: string
  readonly env: Environment
  readonly signal: AbortSignal
  readonly longestMs?: number
}

const mostLines = 8

/** Creates, for each experiment, the work of proving it; nothing runs before it is called. */
export function createExperimentProofs(toProve: ExperimentsToProve): (() => Promise<Proof>)[] {
  return toProve.experiments.map((placed) => () => proveExperiment(toProve, placed))
}

async function proveExperiment(
  { root, lessonName, path, env, signal, longestMs = longestExperimentMs }: ExperimentsToProve,
  { experiment, line }: PlacedExperiment,
): Promise<Proof> {
  const place: Pick<Complaint, 'place'> = { place: `${path}:${line}` }
  const claim = `the experiment at line ${line} runs to its end`
  // As a console session with this one command would be staged: with the solution in work/ and on free ports.
  const command = { terminal: 1, command: experiment.command, place: { line, fence: 0 }, items: [] }
  await using room = await createSessionFolder(root, lessonName, { line, commands: [command] }, env)
  if (!existsSync(join(room.folder, experiment.file))) {
    const remedy = 'Name a file of the lesson: of its starter, its given files or its solution.'
    return createProof(claim, [
      {
        ...place,
        problem: `There is no ${experiment.file} for a learner who has solved the lesson.`,
        remedy,
      },
    ])
  }
  const lines: string[] = []
  const end = await runExperiment({
    experiment: useItsPorts(experiment, room),
    root: room.folder,
    env,
    signal,
    longestMs,
    onLine: (text) => lines.push(text),
  })
  const problem = findProblem(end, lines, longestMs)
  const remedy = 'An experiment ends by itself, with exit code 0, and prints what there is to see.'
  return createProof(claim, problem === undefined ? [] : [{ ...place, problem, remedy }])
}

function useItsPorts(experiment: Experiment, { ports, env }: SessionFolder): Experiment {
  const named = Object.entries(experiment.env).map(([name, value]) => [name, useFreePorts(value, ports)])
  return {
    ...experiment,
    args: experiment.args.map((word) => useFreePorts(word, ports)),
    env: { ...(env.PORT !== undefined && { PORT: env.PORT }), ...Object.fromEntries(named) },
  }
}

function findProblem(end: ExperimentEnd, lines: readonly string[], longestMs: number): string | undefined {
  const last = lines.slice(-mostLines).map((line) => `\n    | ${line}`)
  const printed = lines.length === 0 ? 'It printed nothing.' : `It printed last:${last.join('')}`
  if (end.how === 'too-long') return `It was still running after ${longestMs / 1000} s. ${printed}`
  if (!end.isSuccess) return `It ended with ${inEnglish(end.reason)}. ${printed}`
  if (end.unshownLines > 0) return `It prints so much that ${end.unshownLines} lines are not shown.`
  return lines.length === 0 ? printed : undefined
}
