/**
 * A question that a text asks before an experiment, as data. It is a `predict` fence:
 *
 *     Both programs wait to receive first. What happens?
 *     ( ) One of them gives up with an error
 *     (x) Nothing, for ever
 *     Why: each waits for the other's first byte, and TCP
 *     tells neither of them that none will come.
 *     Run: npx tsx work/05-tcp-chat/given/lab.ts
 */
import { type Experiment, parseExperiment } from './parse-experiment.ts'

export interface Prediction {
  readonly question: string
  readonly choices: readonly string[]
  /** The index of the choice that is so. */
  readonly answer: number
  readonly why: string
  /** The command that shows it on the reader's machine. */
  readonly run?: Experiment
}

interface PredictionComplaint {
  /** The line of the fence's content, counted from 1. */
  readonly line: number
  readonly problem: string
  readonly remedy: string
}

export type ParsedPrediction =
  | { readonly kind: 'prediction'; readonly prediction: Prediction }
  | { readonly kind: 'malformed'; readonly complaints: readonly PredictionComplaint[] }

const fewestChoices = 2
const mostChoices = 5

interface Part {
  readonly kind: 'question' | 'choice' | 'answer' | 'why' | 'run'
  readonly line: number
  text: string
}

const openings: readonly (readonly [Part['kind'], RegExp])[] = [
  ['choice', /^\( ?\)\s*/u],
  ['answer', /^\([xX]\)\s*/u],
  ['why', /^Why:\s*/u],
  ['run', /^Run:\s*/u],
]

/** Parses the content of a `predict` fence; what is not understood or missing becomes complaints. */
export function parsePrediction(content: string): ParsedPrediction {
  const parts = splitParts(content)
  const named = (kind: Part['kind']) => parts.filter((part) => part.kind === kind)
  const choices = parts.filter(({ kind }) => kind === 'choice' || kind === 'answer')
  const [question] = named('question')
  const [why] = named('why')
  const [run] = named('run')
  const experiment = run && parseExperiment(run.text)
  const complaints = [
    ...complainAboutParts(parts),
    ...complainAboutChoices(choices),
    ...(run && !experiment ? [complainAboutCommand(run)] : []),
  ]
  if (complaints.length > 0 || !question || !why) return { kind: 'malformed', complaints }
  return {
    kind: 'prediction',
    prediction: {
      question: question.text,
      choices: choices.map(({ text }) => text),
      answer: choices.findIndex(({ kind }) => kind === 'answer'),
      why: why.text,
      ...(experiment && { run: experiment }),
    },
  }
}

/** A line that opens nothing goes on with the part before it. */
function splitParts(content: string): Part[] {
  const parts: Part[] = []
  for (const [index, raw] of content.split('\n').entries()) {
    const text = raw.trim()
    if (text === '') continue
    const opening = openings.find(([, pattern]) => pattern.test(text))
    const last = parts.at(-1)
    if (opening) parts.push({ kind: opening[0], line: index + 1, text: text.replace(opening[1], '') })
    else if (last) last.text = `${last.text} ${text}`.trim()
    else parts.push({ kind: 'question', line: index + 1, text })
  }
  return parts
}

const order: readonly Part['kind'][][] = [['question'], ['choice', 'answer'], ['why'], ['run']]

function complainAboutParts(parts: readonly Part[]): PredictionComplaint[] {
  const rank = ({ kind }: Part) => order.findIndex((kinds) => kinds.includes(kind))
  const has = (kind: Part['kind']) => parts.some((part) => part.kind === kind)
  const complaints: PredictionComplaint[] = []
  const complain = (line: number, problem: string, remedy: string) =>
    complaints.push({ line, problem, remedy })
  if (!has('question')) complain(1, 'This prediction asks nothing.', 'Begin with the question.')
  if (!has('why')) {
    complain(
      1,
      'This prediction does not say why.',
      'Add a line `Why: …` below the choices: one or two sentences.',
    )
  }
  for (const [index, part] of parts.entries()) {
    const before = parts[index - 1]
    if (part.text === '') complain(part.line, 'Nothing stands here.', 'Say it, or take the line out.')
    if (before && rank(before) > rank(part)) {
      complain(part.line, 'This stands too far down.', 'The order is: question, choices, Why, Run.')
    } else if (before?.kind === part.kind && (part.kind === 'why' || part.kind === 'run')) {
      complain(part.line, 'This stands here a second time.', 'Make one line of the two.')
    }
  }
  return complaints
}

function complainAboutChoices(choices: readonly Part[]): PredictionComplaint[] {
  const answers = choices.filter(({ kind }) => kind === 'answer')
  const line = answers[1]?.line ?? choices[0]?.line ?? 1
  const complaints: PredictionComplaint[] = []
  if (choices.length < fewestChoices || choices.length > mostChoices) {
    complaints.push({
      line,
      problem: `This prediction has ${choices.length} choices.`,
      remedy: `Offer ${fewestChoices} to ${mostChoices}, each on a line that begins with \`( )\`, or \`(x)\` for the one that is so.`,
    })
  }
  if (answers.length !== 1) {
    const problem = `${answers.length} choices are marked as the one that is so.`
    complaints.push({ line, problem, remedy: 'Mark exactly one: `(x)`.' })
  }
  const twice = choices.find(({ text }, index) => choices.findIndex((other) => other.text === text) < index)
  if (twice?.text) {
    complaints.push({
      line: twice.line,
      problem: 'This choice stands here twice.',
      remedy: 'Change one of them.',
    })
  }
  return complaints
}

function complainAboutCommand({ line, text }: Part): PredictionComplaint {
  return {
    line,
    problem: `"${text}" is no command that the workbook runs.`,
    remedy:
      'Write one program without a shell around it: `Run: npx tsx work/07-reuse-address/given/lab.ts`, with words after it and `NAME=value` before it where needed.',
  }
}
