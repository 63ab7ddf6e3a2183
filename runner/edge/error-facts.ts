/** What can be known of something that was thrown, which may be anything. */

/** Its message, in one line where the system gave it. */
export function describeError(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown)
}

/** The system's code for it, for example "EEXIST"; undefined when it has none. */
export function findErrorCode(thrown: unknown): string | undefined {
  if (typeof thrown !== 'object' || thrown === null || !('code' in thrown)) return undefined
  return typeof thrown.code === 'string' ? thrown.code : undefined
}
