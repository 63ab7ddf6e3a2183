/**
 * A question that a text asks before an experiment, as data. It is a `predict` fence, and a `<details>` directly below
 * it with the letter of the choice that is so, and why:
 *
 *     Both programs wait to receive first. What happens?
 *     (a) One of them gives up with an error
 *     (b) Nothing, for ever
 *     Run: npx tsx work/05-tcp-chat/given/lab.ts
 *
 *     <details><summary>Answer</summary>
 *
 *     (b) Each waits for the other's first byte, and TCP
 *     tells neither of them that none will come.
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

/** `shown`: what would show the answer beside the question. */
interface Part {
  readonly kind: 'question' | 'choice' | 'run' | 'shown' | 'answer'
  readonly line: number
  /** Of a choice and an answer: "a". */
  readonly letter: string
  text: string
}

const openings: readonly (readonly [Part['kind'], RegExp])[] = [
  ['choice', /^\(([a-wyz])\)\s*/u],
  ['shown', /^(?:\([xX ]?\)|Why:|Answer:)\s*/u],
  ['run', /^Run:\s*/u],
]
const answerOpening = /^\(([a-z])\)\s*/u

/**
 * Parses the content of a `predict` fence into which its answer was folded; what is not understood or missing becomes
 * complaints.
 */
export function parsePrediction(content: string): ParsedPrediction {
  const parts = splitParts(content)
  const named = (kind: Part['kind']) => parts.filter((part) => part.kind === kind)
  const choices = named('choice')
  const [question] = named('question')
  const [answer] = named('answer')
  const [run] = named('run')
  const experiment = run && parseExperiment(run.text)
  const shown = complainAboutShown(named('shown'))
  // Whoever shows the answer has written the whole of it in another form: the first word is about that alone.
  const complaints =
    shown.length > 0
      ? shown
      : [
          ...complainAboutParts(parts),
          ...complainAboutChoices(choices),
          ...complainAboutAnswer(answer, choices),
          ...(run && !experiment ? [complainAboutCommand(run)] : []),
        ]
  if (complaints.length > 0 || !question || !answer) return { kind: 'malformed', complaints }
  return {
    kind: 'prediction',
    prediction: {
      question: question.text,
      choices: choices.map(({ text }) => text),
      answer: choices.findIndex(({ letter }) => letter === answer.letter),
      why: answer.text,
      ...(experiment && { run: experiment }),
    },
  }
}

/** A line that opens nothing goes on with the part before it. */
function splitParts(content: string): Part[] {
  const parts: Part[] = []
  let isAnswer = false
  for (const [index, raw] of content.split('\n').entries()) {
    const text = raw.trim()
    const line = index + 1
    if (/^<details\b/u.test(text)) {
      isAnswer = true
      parts.push({ kind: 'answer', line, letter: '', text: '' })
    } else if (text !== '') addLine(parts, isAnswer, line, text)
  }
  return parts
}

function addLine(parts: Part[], isAnswer: boolean, line: number, text: string): void {
  const last = parts.at(-1)
  if (isAnswer && last?.text === '') {
    const letter = answerOpening.exec(text)?.[1] ?? ''
    parts[parts.length - 1] = { kind: 'answer', line, letter, text: text.replace(answerOpening, '') }
    return
  }
  const opening = isAnswer ? undefined : openings.find(([, pattern]) => pattern.test(text))
  if (opening) {
    const [kind, pattern] = opening
    parts.push({ kind, line, letter: pattern.exec(text)?.[1] ?? '', text: text.replace(pattern, '') })
  } else if (last) last.text = `${last.text} ${text}`.trim()
  else parts.push({ kind: 'question', line, letter: '', text })
}

const form =
  'Write the choices as `(a) …`, `(b) …`, and directly below the fence `<details><summary>Answer</summary>`, an empty line, `(b) Why it is so.`, an empty line, `</details>`.'

/** A page shows the fence as it is written, so nothing in it may tell the answer. */
function complainAboutShown([first]: readonly Part[]): PredictionComplaint[] {
  if (!first) return []
  const problem = 'A page such as GitHub shows this beside the question, and with it the answer.'
  return [{ line: first.line, problem, remedy: form }]
}

const order: readonly Part['kind'][] = ['question', 'choice', 'run', 'answer']

function complainAboutParts(parts: readonly Part[]): PredictionComplaint[] {
  const rank = ({ kind }: Part) => order.indexOf(kind)
  const complaints: PredictionComplaint[] = []
  const complain = (line: number, problem: string, remedy: string) =>
    complaints.push({ line, problem, remedy })
  if (!parts.some(({ kind }) => kind === 'question'))
    complain(1, 'This prediction asks nothing.', 'Begin with the question.')
  for (const [index, part] of parts.entries()) {
    const before = parts[index - 1]
    if (part.text === '') complain(part.line, 'Nothing stands here.', 'Say it, or take the line out.')
    if (before && rank(before) > rank(part)) {
      complain(part.line, 'This stands too far down.', 'The order is: question, choices, Run.')
    } else if (before?.kind === part.kind && part.kind === 'run') {
      complain(part.line, 'This stands here a second time.', 'Make one line of the two.')
    }
  }
  return complaints
}

function complainAboutChoices(choices: readonly Part[]): PredictionComplaint[] {
  const line = choices[0]?.line ?? 1
  const complaints: PredictionComplaint[] = []
  if (choices.length < fewestChoices || choices.length > mostChoices) {
    const problem = `This prediction has ${choices.length} choices.`
    complaints.push({ line, problem, remedy: `Offer ${fewestChoices} to ${mostChoices}. ${form}` })
  }
  const wrong = choices.find(({ letter }, index) => letter !== 'abcdefghij'.charAt(index))
  if (wrong) {
    const problem = `The letter (${wrong.letter}) is not the next one.`
    complaints.push({ line: wrong.line, problem, remedy: 'Letter the choices in order: (a), (b), (c).' })
  }
  const twice = choices.find(({ text }, index) => choices.findIndex((other) => other.text === text) < index)
  if (twice?.text) {
    const problem = 'This choice stands here twice.'
    complaints.push({ line: twice.line, problem, remedy: 'Change one of them.' })
  }
  return complaints
}

function complainAboutAnswer(answer: Part | undefined, choices: readonly Part[]): PredictionComplaint[] {
  if (!answer) return [{ line: 1, problem: 'This prediction does not tell the answer.', remedy: form }]
  if (answer.text === '' || choices.some(({ letter }) => letter === answer.letter)) return []
  const problem =
    answer.letter === ''
      ? 'The answer does not begin with the letter of a choice.'
      : `The answer is (${answer.letter}), and there is no such choice.`
  return [
    { line: answer.line, problem, remedy: 'Begin it with the letter of the choice that is so: `(b) …`.' },
  ]
}

function complainAboutCommand({ line, text }: Part): PredictionComplaint {
  return {
    line,
    problem: `"${text}" is no command that the workbook runs.`,
    remedy:
      'Write one program without a shell around it: `Run: npx tsx work/07-reuse-address/given/lab.ts`, with words after it and `NAME=value` before it where needed.',
  }
}
