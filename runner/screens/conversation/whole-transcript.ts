/** Conversations told whole, an event a line, for a file that is read or searched and not for a screen. */
import type { Transcript, TranscriptEvent } from '../../checker/transcript.ts'
import type { LessonResult } from '../../results/result.ts'
import { renderCount } from '../../text/screen.ts'
import { describeStep, hasBytes, quoteStep } from './step-words.ts'
import { readStep } from '../../conversation/steps.ts'
import { escapeLines, escapeText } from '../../text/visible.ts'

/** Tells the conversations of all failing checks, uncut, each event with its time; '' where there are none. */
export function renderWholeTranscripts({ lesson, startedAt, checks }: LessonResult): string {
  const told = checks.flatMap(({ name, failure, transcript }) =>
    failure && transcript ? [{ name, failure, transcript }] : [],
  )
  if (told.length === 0) return ''
  const title = `Lesson ${lesson.number}, ${escapeText(lesson.title)}, checked at ${startedAt}`
  const blocks = told.map(({ name, failure, transcript }) => [
    `Failed (${failure.stage}): ${escapeText(name)}`,
    escapeLines(failure.happened),
    ...renderEvents(transcript),
  ])
  return `${[[title], ...blocks].map((lines) => lines.join('\n')).join('\n\n')}\n`
}

/** Writes the events in their order; none is joined with another, so that the border of every chunk is seen. */
function renderEvents({ program, events, omitted }: Transcript): string[] {
  const lines = events.map((event, index) => `${index + 1}. ${renderEvent(event, escapeText(program))}`)
  if (omitted === 0) return lines
  // The recorder keeps as much of the beginning as of the end.
  const middle = Math.floor(events.length / 2)
  const gap = `… ${renderCount(omitted, 'event')} here ${omitted === 1 ? 'was' : 'were'} counted and not kept …`
  return [...lines.slice(0, middle), gap, ...lines.slice(middle)]
}

function renderEvent(event: TranscriptEvent, program: string): string {
  const step = readStep(event)
  const sentence = `${event.at} ms: ${describeStep(step, program)}`
  return hasBytes(step) ? `${sentence} ${quoteStep(step, Infinity)}` : sentence
}
