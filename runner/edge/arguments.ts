/** The words and flags after a command's name. */
import { parseArgs, type ParseArgsConfig } from 'node:util'
import { exitCodes, Refusal } from './refusal.ts'
import type { Environment } from './environment.ts'

export interface Shape {
  /** How to call it, for the message that says what is wrong, for example "npm run hint 3 [2]". */
  readonly usage: string
  /** The fewest and the most words that may stand there. */
  readonly words: readonly [number, number]
  readonly flags?: Readonly<Record<string, 'string' | 'boolean'>>
}

export interface Arguments {
  readonly words: readonly string[]
  /** The value of a flag that takes one; undefined when it was not given. */
  readonly readFlag: (name: string) => string | undefined
  readonly isSet: (name: string) => boolean
}

/**
 * Turns what stands after a command's name into words and flags.
 * @param env where npm leaves the flags that it kept for itself, so that they are not passed over in silence
 * @throws {Refusal} (wrong usage) for an unknown flag, too few words or too many.
 */
export function parseArguments(args: readonly string[], shape: Shape, env: Environment = {}): Arguments {
  const { values, positionals } = parseWords(args, shape)
  for (const name of Object.keys(shape.flags ?? {})) {
    if (values[name] === undefined && env[`npm_config_${name}`])
      throw refuseUsage(`npm kept --${name} for itself.`, shape)
  }
  const [fewest, most] = shape.words
  if (positionals.length < fewest) throw refuseUsage('A word is missing.', shape)
  if (positionals.length > most) {
    throw refuseUsage(`There is a word too many: "${positionals[most]}".`, shape)
  }
  return {
    words: positionals,
    readFlag: (name) => (typeof values[name] === 'string' ? values[name] : undefined),
    isSet: (name) => values[name] === true,
  }
}

function parseWords(args: readonly string[], shape: Shape) {
  const options: NonNullable<ParseArgsConfig['options']> = Object.fromEntries(
    Object.entries(shape.flags ?? {}).map(([name, type]) => [name, { type }]),
  )
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true })
  } catch (error) {
    throw refuseUsage(firstSentence(error), shape)
  }
}

function firstSentence(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  return `${message.split('. ')[0]?.replace(/\.$/, '')}.`
}

function refuseUsage(message: string, shape: Shape): Refusal {
  const aboutFlags = shape.flags ? ' (npm hands flags on only when they stand after --)' : ''
  return new Refusal(message, `Usage: ${shape.usage}${aboutFlags}`, exitCodes.wrongUsage)
}
