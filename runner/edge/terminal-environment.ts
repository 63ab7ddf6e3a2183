/** What a terminal of the learner's has in its environment, wherever this process was started from. */
import type { Environment } from './environment.ts'

const foreign =
  /^(?:npm_|VITEST|SOCKET_WORKBOOK_|NODE_OPTIONS$|NODE_ENV$|MODE$|DEV$|PROD$|SSR$|FORCE_COLOR$|PORT$|HOST$)/iu

/** The environment without what is npm's, vitest's or ours in it, and without an address or a port. */
export function createTerminalEnvironment(environment: Environment): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !foreign.test(name)))
}
