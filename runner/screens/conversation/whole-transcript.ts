/** Conversations told whole, an event a line, for a file that is read or searched and not for a screen. */
import type { Transcript, TranscriptEvent } from '../../checker/record/transcript.ts'
import type { LessonResult } from '../../results/result.ts'
import { formatCount } from '../../checker/bytes/quote.ts'
import { renderWords } from '../../text/screen.ts'
import { hasBytes } from '../../conversation/step-sentences.ts'
import { findName, readStep } from '../../conversation/steps.ts'
import { stageWords } from '../../conversation/stage-words.ts'
import { english } from '../../language/language.ts'
import { say, sayCount } from '../../language/say.ts'
import { quoteStep, renderSafely, sayStep, type Tongue } from './step-words.ts'
import { escapeLines } from '../../text/visible.ts'

/** Tells the conversations of all failing checks, uncut, each event with its time; '' where there are none. */
export function renderWholeTranscripts(
  { lesson, startedAt, checks }: LessonResult,
  tongue: Tongue = { language: english },
): string {
  const told = checks.flatMap(({ name, failure, transcript }) =>
    failure && transcript ? [{ name, failure, transcript }] : [],
  )
  if (told.length === 0) return ''
  const title = renderSafely(say`Lesson ${lesson.number}, ${lesson.title}, checked at ${startedAt}`, tongue)
  const blocks = told.map(({ name, failure, transcript }) => [
    renderSafely(say`Failed: ${name} (${stageWords[failure.stage]})`, tongue),
    escapeLines(renderWords(failure.happened, tongue)),
    ...renderEvents(transcript, tongue),
  ])
  return `${[[title], ...blocks].map((lines) => lines.join('\n')).join('\n\n')}\n`
}

/** Writes the events in their order; none is joined with another, so that the border of every chunk is seen. */
function renderEvents(transcript: Transcript, tongue: Tongue): string[] {
  const { events, omitted } = transcript
  const lines = events.map((event, index) => `${index + 1}. ${renderEvent(event, transcript, tongue)}`)
  if (omitted === 0) return lines
  // The recorder keeps as much of the beginning as of the end.
  const middle = Math.floor(events.length / 2)
  const gap = sayCount(
    omitted,
    say`… 1 event here was counted and not kept …`,
    say`… ${formatCount(omitted)} events here were counted and not kept …`,
  )
  return [...lines.slice(0, middle), renderSafely(gap, tongue), ...lines.slice(middle)]
}

function renderEvent(event: TranscriptEvent, transcript: Transcript, tongue: Tongue): string {
  const step = readStep(event)
  const [peer, program] = [findName(transcript, event.peer), findName(transcript, transcript.program)]
  const sentence = `${event.at} ms: ${sayStep(step, peer, program, tongue)}`
  return hasBytes(step) ? `${sentence} ${quoteStep(step, Infinity, tongue).text}` : sentence
}
