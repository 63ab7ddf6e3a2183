/** What a program of the learner's is told by its environment. */
import { say, type Sentence } from '../../language/say.ts'

interface PlaceTold {
  readonly port: number
  readonly host?: string
  readonly env?: Readonly<Record<string, string | undefined>>
}

/** Says where a program was told to be. */
export function describePlaceTold({ port, host, env = {} }: PlaceTold): Sentence {
  const hasPort = !('PORT' in env)
  if (host === undefined)
    return hasPort
      ? say`PORT in its environment was ${String(port)}.`
      : say`PORT was not set in its environment.`
  return hasPort
    ? say`In its environment PORT was ${String(port)} and HOST was ${host}.`
    : say`In its environment HOST was ${host} and PORT was not set.`
}

/** The environment of a program: what it needs, where it is to be, and what a check adds or takes away. */
export function createEnvironment({ port, host, env }: PlaceTold): Record<string, string> {
  const wanted: Record<string, string | undefined> = {
    ...cleanEnvironment(),
    PORT: String(port),
    HOST: host,
    ...env,
  }
  const set = Object.entries(wanted).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))
  return Object.fromEntries(set)
}

/** Only what a program needs: nothing of vitest's, no NODE_OPTIONS, no colours forced. */
function cleanEnvironment(): Record<string, string> {
  const wanted = [
    'PATH',
    'HOME',
    'USER',
    'LANG',
    'LC_ALL',
    'TZ',
    'TMPDIR',
    'TEMP',
    'TMP',
    'SystemRoot',
    'PATHEXT',
    'COMSPEC',
  ]
  const entries = wanted.flatMap((name) =>
    process.env[name] === undefined ? [] : [[name, process.env[name]]],
  )
  return { ...Object.fromEntries(entries), NO_COLOR: '1' }
}
