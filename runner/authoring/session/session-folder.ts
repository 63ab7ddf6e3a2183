/** A folder in which a session runs: it looks like the workbook to a learner who has solved the lesson. */
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { listPorts, readPrograms } from '../../lessons/programs.ts'
import { createTerminalEnvironment } from '../../edge/terminal-environment.ts'
import type { Environment } from '../../edge/environment.ts'
import { claimPorts, findNamedPorts, useFreePorts, type PortMap } from './lesson-ports.ts'
import type { Session } from './parse-session.ts'

export interface SessionFolder extends AsyncDisposable {
  readonly folder: string
  readonly ports: PortMap
  readonly env: NodeJS.ProcessEnv
}

/**
 * Creates a temporary folder with `work/NN-slug` (a copy of the solution) for every lesson that the session
 * names, and with the packages of the workbook. The real work/ is neither read nor written. The lesson's ports are
 * replaced by free ones, in the copies and in PORT.
 * @param root the workbook's folder
 * @param lessonName the lesson whose text has the session, for example "01-tcp-echo"
 */
export async function createSessionFolder(
  root: string,
  lessonName: string,
  session: Session,
  environment: Environment,
): Promise<SessionFolder> {
  const folder = await mkdtemp(join(tmpdir(), 'socket-workbook-session-'))
  try {
    await symlink(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction')
    await writeFile(join(folder, 'package.json'), '{ "type": "module", "private": true }\n')
    await copyFolder(join(root, 'lessons', lessonName), join(folder, 'lessons', lessonName))
    for (const name of listLessonNames(session, lessonName)) {
      await copyFolder(join(root, 'solutions', name), join(folder, 'work', name))
      await copyFolder(join(root, 'lessons', name, 'starter', 'given'), join(folder, 'work', name, 'given'))
    }
    const own = listPorts(await readPrograms(join(root, 'lessons', lessonName)))
    const named = session.commands.flatMap(({ command }) => findNamedPorts(command))
    const claimed = await claimPorts([...own, ...named])
    const { ports } = claimed
    await replaceDefaultPorts(join(folder, 'work'), ports)
    const port = own.length === 1 && own[0] !== undefined ? ports.get(own[0]) : undefined
    const env = { ...createQuietEnvironment(environment), ...(port !== undefined && { PORT: String(port) }) }
    const dispose = async () => {
      claimed[Symbol.dispose]()
      await removeFolder(folder)
    }
    return { folder, ports, env, [Symbol.asyncDispose]: dispose }
  } catch (error) {
    await removeFolder(folder)
    throw error
  }
}

function listLessonNames(session: Session, lessonName: string): Set<string> {
  const text = session.commands.map(({ command }) => command).join('\n')
  return new Set([
    lessonName,
    ...[...text.matchAll(/\bwork\/(\d{2}-[a-z0-9-]+)/gu)].map((match) => match[1] ?? ''),
  ])
}

async function copyFolder(from: string, to: string): Promise<void> {
  if (!existsSync(from)) return
  await mkdir(join(to, '..'), { recursive: true })
  const ours = [join(from, 'alternatives'), join(from, 'mistakes')]
  await cp(from, to, { recursive: true, filter: (path) => !ours.includes(path) })
}

async function replaceDefaultPorts(folder: string, ports: PortMap): Promise<void> {
  for (const file of await listSources(folder)) {
    await writeFile(file, useFreePorts(await readFile(file, 'utf8'), ports))
  }
}

async function listSources(folder: string): Promise<string[]> {
  if (!existsSync(folder)) return []
  const names = await readdir(folder, { recursive: true })
  return names.filter((name) => /\.(?:ts|json)$/u.test(name)).map((name) => join(folder, name))
}

/** The environment of a terminal that draws nothing, and of an npm that says nothing of its own. */
function createQuietEnvironment(environment: Environment): NodeJS.ProcessEnv {
  return {
    ...createTerminalEnvironment(environment),
    TERM: 'dumb',
    npm_config_update_notifier: 'false',
    npm_config_loglevel: 'error',
  }
}

async function removeFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true, maxRetries: 5 })
}
