/** What happened in a check that was not passed, as a text of several lines for a place that keeps columns. */
import type { Language } from '../../language/language.ts'
import { joinSentences, say, sayCount, type Sentence, type Words } from '../../language/say.ts'
import { renderByteDifference } from '../../screens/bytes/byte-difference.ts'
import { renderTranscript } from '../../screens/conversation/transcript.ts'
import { renderByHand } from '../../screens/result/by-hand.ts'
import { renderCrashPlace } from '../../screens/result/crash-place.ts'
import { renderPrinted } from '../../screens/result/printed.ts'
import { readFault } from '../../conversation/fault.ts'
import { renderSentences, renderWords, type Screen } from '../../text/screen.ts'
import { escapeLines } from '../../text/visible.ts'
import { countRuns, type CheckMark } from './gradebook-parts.ts'

type Outcome = Pick<CheckMark, 'failure' | 'transcript' | 'broken'>

/** Wide enough for a conversation between three, and narrow enough for a page beside other things. */
const width = 88

function createPage(language: Language): Screen {
  return { width, colour: false, plain: false, language }
}

/** What a check's verdict is, in words for people. */
export function describeVerdict(mark: CheckMark): Sentence {
  const { passed, all } = countRuns(mark)
  return {
    pass: say`passed`,
    fail: say`failed`,
    skipped: say`waits for another check`,
    broken: say`could not be judged`,
    unstable: sayCount(
      passed,
      say`unstable: passed in ${passed} run of ${all}`,
      say`unstable: passed in ${passed} runs of ${all}`,
    ),
  }[mark.verdict]
}

/** The sentence about a failure with what to try; undefined where nothing failed. */
export function describeFailure({ failure }: Outcome): Words | undefined {
  if (!failure) return undefined
  const { happened, help } = failure
  return help === undefined || help === '' ? happened : joinSentences(happened, say`Try: ${help}`)
}

/** Evidence that was drawn already: four reports show the same, and drawing it is most of the work of all reports. */
const drawn = new WeakMap<Language, WeakMap<Outcome, string>>()

/** The conversation, the bytes, what was printed, and how to repeat it; '' where there is nothing to show. */
export function renderEvidence(outcome: Outcome, language: Language): string {
  const known = drawn.get(language) ?? new WeakMap<Outcome, string>()
  drawn.set(language, known)
  const evidence = known.get(outcome) ?? drawEvidence(outcome, language)
  known.set(outcome, evidence)
  return evidence
}

function drawEvidence({ failure, transcript }: Outcome, language: Language): string {
  const page = createPage(language)
  const fault = readFault({ ...(failure && { failure }), ...(transcript && { transcript }) })
  const blocks = [
    failure?.crash ? renderCrashPlace(failure.crash, page) : [],
    transcript ? [renderTranscript(transcript, page, undefined, fault)] : [],
    failure?.bytes ? [renderByteDifference(failure.bytes, page)] : [],
    failure ? renderPrinted(failure.printedLast, page, failure.crash?.place !== undefined) : [],
    failure ? renderByHand(failure.byHand, page) : [],
  ]
  return joinBlocks(blocks)
}

/** All of it as one text: what happened, what to try, the evidence; of an unstable check, every run. */
export function renderOutcome(mark: CheckMark, language: Language): string {
  const page = createPage(language)
  const tell = (outcome: Outcome) => {
    const words = describeFailure(outcome) ?? outcome.broken?.message ?? ''
    const sentences = renderSentences(escapeLines(renderWords(words, page)), page)
    return joinBlocks([sentences, [renderEvidence(outcome, language)]])
  }
  if (mark.verdict !== 'unstable') return tell(mark)
  const { runs = [] } = mark
  return joinBlocks(
    runs.map((run, index) => {
      const title = say`Run ${index + 1} of ${runs.length}: ${describeVerdict({ name: '', points: null, verdict: run.verdict })}`
      return [renderWords(title, page), tell(run)]
    }),
  )
}

function joinBlocks(blocks: readonly (readonly string[])[]): string {
  return blocks
    .map((lines) => lines.filter((line) => line !== '').join('\n'))
    .filter((text) => text !== '')
    .join('\n\n')
}
