/** How many answers a second the servers of lessons 3 and 6 give, against the least that a server can be. */
import { join } from 'node:path'
import { compilePrograms } from '../../judging/compile.ts'
import { createCopy } from '../../judging/copy.ts'
import { findLesson, readCatalogue } from '../../lessons/catalogue.ts'
import type { BenchDesk, MeasureRow } from '../desk.ts'
import { programFolder, runProgram, startServer, type RunningServer } from '../program.ts'
import type { Aim, RowName, RowResult } from '../report.ts'
import { compareSamples, takeTurns } from '../samples.ts'

/** What one question is, in bytes. */
const questionBytes = 1_024
const warmUpMs = 300
const measuredMs = 700

const likeBareNode: Aim = { bound: 'at least', ratio: 0.9 }
const abovePython: Aim = { bound: 'at least', ratio: 1 }

interface Contest {
  readonly lesson: string
  readonly connections: number
  /** How the bare server changes the bytes: as the lesson does. */
  readonly bareWay: 'bytes' | 'text'
  /** Programs by what they are called in the report; the folder is the solution's or, below it, an alternative's. */
  readonly programs: readonly { readonly name: string; readonly folder: string; readonly hasAim: boolean }[]
}

const contests: readonly Contest[] = [
  {
    lesson: '3',
    connections: 1,
    bareWay: 'bytes',
    programs: [{ name: "lesson 3's solution, 1 connection", folder: '.', hasAim: true }],
  },
  {
    lesson: '6',
    connections: 20,
    bareWay: 'text',
    programs: [
      {
        name: "lesson 6's solution, 20 connections, each with a thread that answers",
        folder: '.',
        hasAim: false,
      },
      {
        name: "lesson 6's alternative, 20 connections, answered on the event loop",
        folder: 'alternatives/on-the-event-loop',
        hasAim: true,
      },
    ],
  },
]

export const measureEchoes: MeasureRow = async (desk, row) => {
  const python = await findPython(desk)
  const results: RowResult[] = []
  for (const contest of contests) results.push(...(await measureContest(desk, row, contest, python)))
  if (python === undefined)
    results.push({ row, reason: 'There is no python3 here, so nothing was measured against Python.' })
  return results
}

async function measureContest(
  desk: BenchDesk,
  row: RowName,
  contest: Contest,
  python: string | undefined,
): Promise<RowResult[]> {
  const { env, signal, samples: count, tell } = desk
  const { connections, programs, bareWay } = contest
  const place = { cwd: programFolder, env, signal }
  await using servers = new Servers()
  for (const { name, folder } of programs)
    servers.add(name, await startSolution(desk, contest.lesson, folder))
  const bareName = 'a bare server in Node'
  const bareArgs = [join(programFolder, 'bare-echo.mjs'), bareWay]
  servers.add(bareName, await startServer(process.execPath, bareArgs, place))
  const pythonName = `threads in ${python}`
  const pythonArgs = [join(programFolder, 'threaded_echo.py')]
  if (python !== undefined) servers.add(pythonName, await startServer('python3', pythonArgs, place))

  const contestants = Object.fromEntries(
    servers.entries().map(([name, { port }]) => [name, () => countAnswers(desk, port, connections)]),
  )
  const onSample = (number: number) =>
    tell(`answers a second, lesson ${contest.lesson} · ${number} of ${count}`)
  const samplesOf = await takeTurns(contestants, { count, signal, onSample })
  return programs.map(({ name, hasAim }) =>
    compareSamples({
      row,
      name,
      unit: 'answers a second',
      samples: samplesOf(name),
      references: [
        { name: bareName, samples: samplesOf(bareName), ...(hasAim && { aim: likeBareNode }) },
        ...(python === undefined
          ? []
          : [{ name: pythonName, samples: samplesOf(pythonName), ...(hasAim && { aim: abovePython }) }]),
      ],
    }),
  )
}

/** Servers by name, which all run until it is disposed of: what runs for long is compiled as well as it can be. */
class Servers implements AsyncDisposable {
  readonly #servers = new Map<string, RunningServer>()

  add(name: string, server: RunningServer): void {
    this.#servers.set(name, server)
  }

  entries(): [string, RunningServer][] {
    return [...this.#servers]
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#servers.values()].map((server) => server[Symbol.asyncDispose]()))
  }
}

/** Starts a server as a check starts it: copied, compiled, in plain Node. */
async function startSolution(
  { root, env, signal }: BenchDesk,
  lessonName: string,
  folder: string,
): Promise<RunningServer> {
  const lesson = findLesson(await readCatalogue(root), lessonName)
  const copy = await createCopy(root, lesson, join(lesson.solution, folder))
  try {
    const compiled = await compilePrograms({ ...copy, isGiven: (name) => name.startsWith('given/') })
    const file = compiled['server.ts']
    if (file === undefined) throw new Error(`The server of lesson ${lesson.number} could not be compiled.`)
    const server = await startServer(process.execPath, [file], { cwd: copy.folder, env, signal })
    const stop = async () => {
      await server[Symbol.asyncDispose]()
      await copy[Symbol.asyncDispose]()
    }
    return { port: server.port, [Symbol.asyncDispose]: stop }
  } catch (error) {
    await copy[Symbol.asyncDispose]()
    throw error
  }
}

async function countAnswers({ env, signal }: BenchDesk, port: number, connections: number): Promise<number> {
  const numbers = [port, connections, questionBytes, warmUpMs, measuredMs].map(String)
  const args = [join(programFolder, 'echo-client.mjs'), ...numbers]
  const { output } = await runProgram(process.execPath, args, { cwd: programFolder, env, signal })
  return Number(output)
}

/** What python3 calls itself; undefined where there is none. */
async function findPython({ env, signal }: BenchDesk): Promise<string | undefined> {
  try {
    return (await runProgram('python3', ['--version'], { cwd: programFolder, env, signal })).output.trim()
  } catch {
    signal.throwIfAborted()
    return undefined
  }
}
