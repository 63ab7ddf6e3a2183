/** The words and flags after a command's name. */
import { parseArgs, type ParseArgsConfig } from 'node:util'
import { exitCodes, Refusal } from './refusal.ts'
import type { Environment } from './environment.ts'
import { say, type Words } from '../language/say.ts'

/** The flags of a command: whether a word follows. */
export type FlagTypes = Readonly<Record<string, 'string' | 'boolean'>>

export interface Shape {
  /** How to call it, for the message that says what is wrong, for example "npm run hint 3 [2]". */
  readonly usage: string
  /** The fewest and the most words that may stand there. */
  readonly words: readonly [number, number]
  readonly flags?: FlagTypes
}

export interface Arguments {
  readonly words: readonly string[]
  /** The value of a flag that takes one; undefined when it was not given. */
  readonly getFlag: (name: string) => string | undefined
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
      throw refuseUsage(say`npm kept --${name} for itself.`, shape)
  }
  const [fewest, most] = shape.words
  if (positionals.length < fewest) throw refuseUsage(say`A word is missing.`, shape)
  const surplus = positionals[most]
  if (surplus !== undefined) throw refuseUsage(say`There is a word too many: "${surplus}".`, shape)
  return {
    words: positionals,
    getFlag: (name) => (typeof values[name] === 'string' ? values[name] : undefined),
    isSet: (name) => values[name] === true,
  }
}

function parseWords(args: readonly string[], shape: Shape) {
  const options: NonNullable<ParseArgsConfig['options']> = Object.fromEntries(
    Object.entries(shape.flags ?? {}).map(([name, type]) => [name, { type }]),
  )
  const parsed = parseArgs({ args: [...args], options, allowPositionals: true, strict: false, tokens: true })
  for (const token of parsed.tokens) {
    if (token.kind !== 'option') continue
    const type = shape.flags?.[token.name]
    if (type === undefined) throw refuseUsage(say`There is no flag ${token.rawName} here.`, shape)
    const isFlag = !token.inlineValue && token.value?.startsWith('-') === true
    if (type === 'string' && (token.value === undefined || isFlag))
      throw refuseUsage(say`${token.rawName} needs a word after it.`, shape)
    if (type === 'boolean' && token.value !== undefined)
      throw refuseUsage(say`${token.rawName} takes no word after it.`, shape)
  }
  return parsed
}

/** Says what is wrong with the words of a command, and how it is called. */
export function refuseUsage(complaint: Words, { usage, flags }: Pick<Shape, 'usage' | 'flags'>): Refusal {
  const call = flags
    ? say`Usage: ${usage} (npm hands flags on only when they stand after --)`
    : say`Usage: ${usage}`
  return new Refusal(complaint, call, exitCodes.wrongUsage)
}
