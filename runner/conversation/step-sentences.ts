/** The sentences of a conversation: short ones for a picture, whole ones for a list. What was sent stands beside them. */
import { describePlace } from '../checker/program/describe-place.ts'
import { describeExit, formatCount, sayWait } from '../checker/bytes/quote.ts'
import { say, sayCount, type Sentence, type Words } from '../language/say.ts'
import { stageWords } from './stage-words.ts'
import type { Omission, Step } from './steps.ts'

export type Direction = 'to-program' | 'to-peer'

/** From whom to whom a step goes; undefined where it happens to one side alone. */
export function findDirection({ kind, by }: Step): Direction | undefined {
  if (kind === 'sent') return 'to-program'
  if (kind === 'received') return 'to-peer'
  if (kind === 'connect' || kind === 'refused' || kind === 'end' || kind === 'reset')
    return by === 'peer' ? 'to-program' : 'to-peer'
  return undefined
}

/** Tells whether a step is where something went wrong, so that it is drawn in a warning colour. */
export function isTrouble({ kind, isFault }: Step): boolean {
  return isFault || kind === 'refused' || kind === 'reset' || kind === 'waited'
}

/** Tells whether a step is about bytes. */
export function hasBytes({ kind, isReport }: Step): boolean {
  if (isReport) return false
  return kind === 'sent' || kind === 'received' || kind === 'stdin' || kind === 'stdout' || kind === 'stderr'
}

/** What a step is called in a picture, without its bytes; undefined where these say it all. */
export function labelStep(step: Step): Words | undefined {
  const { kind, signal, exit, waited, stage } = step
  switch (kind) {
    case 'connect':
      return say`connect`
    case 'refused':
      return say`connect, refused`
    case 'end':
      return say`end (FIN)`
    case 'reset':
      return say`reset (RST)`
    case 'listening':
      return describeReadiness(step)
    case 'stdin':
      return say`reads`
    case 'stdin-end':
      return say`reads end of input`
    case 'stdout':
      return say`prints`
    case 'stderr':
      return step.isReport ? say`reports the error` : say`prints as an error`
    case 'signal':
      return signal === undefined ? say`gets a signal` : say`gets ${signal}`
    case 'exit':
      return exit ? say`ends ${describeExit(exit)}` : say`ends`
    case 'waited':
      return waited ? say`waited for ${waited.forWhat}, ${sayWait(waited.ms)}` : say`waited`
    case 'failed':
      return stage && say`here: ${stageWords[stage]}`
    case 'sent':
    case 'received':
      return undefined
  }
  return kind satisfies never
}

/** That it is ready: a socket of TCP listens for connections, one of UDP has a port at which datagrams arrive. */
function describeReadiness({ address, socket }: Step): Words {
  const place = address && describePlace({ address: address.host, port: address.port })
  if (socket === 'udp') return place ? say`receives on ${place}` : say`receives`
  return place ? say`listens on ${place}` : say`listens`
}

/** A whole sentence, without the bytes, which stand at its end. @param peer what its peer is called */
export function describeStep(step: Step, peer: Words, program: Words): Sentence {
  if (step.kind === 'failed')
    return step.stage ? say`The check failed here: ${stageWords[step.stage]}` : say`The check failed here`
  const sentence = describeHappening(step, peer, program)
  return step.isFault ? say`Wrong here: ${sentence}` : sentence
}

function describeHappening(step: Step, peer: Words, program: Words): Sentence {
  const [from, to] = findDirection(step) === 'to-peer' ? [program, peer] : [peer, program]
  switch (step.kind) {
    case 'connect':
      return say`${from} connects to ${to}`
    case 'refused':
      return say`${from} tries to connect to ${to} and is refused`
    case 'end':
      return say`${from} sends end (FIN) to ${to}`
    case 'reset':
      return say`${from} sends reset (RST) to ${to}`
    case 'sent':
    case 'received':
      return say`${from} sends to ${to}`
    default:
      return say`${peer} ${labelStep(step) ?? ''}`
  }
}

/** In how many pieces bytes came, and from where, behind them; undefined where there is nothing to say. */
export function describeCarriage({ pieces, kind, fromPort }: Step): Words | undefined {
  if (pieces > 1) return kind === 'sent' ? say`in ${pieces} pieces` : say`in ${pieces} chunks`
  return fromPort === undefined ? undefined : say`from port ${String(fromPort)}`
}

/** Says that steps were left out. */
export function describeOmission({ omitted }: Omission): Sentence {
  return sayCount(omitted, say`… 1 more step …`, say`… ${formatCount(omitted)} more steps …`)
}
