/** Whether the predictions of a text are whole. Whether their commands work is another proof. */
import type { Experiment } from '../../lessons/predictions/parse-experiment.ts'
import { parsePrediction } from '../../lessons/predictions/parse-prediction.ts'
import type { Complaint } from '../proof.ts'
import type { Document, Fence } from './document.ts'

/** The fences that ask for a prediction. */
function findPredictions({ fences }: Document): Fence[] {
  return fences.filter(({ language }) => language === 'predict')
}

/** Complains about predictions that are malformed, or stand where the reader can not be asked. */
export function complainAboutPredictions(document: Document, path: string): Complaint[] {
  const complaints = findPredictions(document).flatMap((fence) => {
    const parsed = parsePrediction(fence.content)
    const findings = parsed.kind === 'malformed' ? parsed.complaints : []
    return [
      ...(fence.isNested ? [complainAboutNesting(fence, path)] : []),
      ...findings.map(({ line, ...finding }) => ({ place: `${path}:${fence.line + line}`, ...finding })),
    ]
  })
  return [...complaints, ...complainAboutFolded(document, path)]
}

/** What a page folds away and no prediction has taken for its answer. */
function complainAboutFolded({ opening, sections }: Document, path: string): Complaint[] {
  const tokens = [...opening, ...sections.flatMap((section) => section.tokens)]
  return tokens
    .filter(({ type, content }) => type === 'html_block' && content.startsWith('<details'))
    .map(({ map }) => ({
      place: `${path}:${(map?.[0] ?? 0) + 1}`,
      problem: 'This `<details>` stands below no prediction, and a terminal shows it as it is written.',
      remedy: 'Put it directly below a `predict` fence at the left edge, or write a paragraph.',
    }))
}

/** An experiment with the line of the fence that has it. */
export interface PlacedExperiment {
  readonly experiment: Experiment
  readonly line: number
}

/** The experiments of all well-formed predictions. */
export function findExperiments(document: Document): PlacedExperiment[] {
  return findPredictions(document).flatMap(({ content, line }) => {
    const parsed = parsePrediction(content)
    const experiment = parsed.kind === 'prediction' ? parsed.prediction.run : undefined
    return experiment ? [{ experiment, line }] : []
  })
}

function complainAboutNesting({ line }: Fence, path: string): Complaint {
  return {
    place: `${path}:${line}`,
    problem: 'This prediction stands in a list or a quotation, where nobody can be asked.',
    remedy: 'Let it begin at the left edge, between two paragraphs.',
  }
}
