/** A conversation as a numbered list of sentences: for narrow screens, pipes and screen readers. */
import { cutText, measureWidth, padText } from '../../text/width.ts'
import {
  createPaint,
  measureColumns,
  renderIndented,
  renderSentences,
  type Screen,
} from '../../text/screen.ts'
import { describeOmission, hasBytes } from '../../conversation/step-sentences.ts'
import { quoteStep, renderSafely, sayStep } from './step-words.ts'
import { isOmission, type Conversation, type Step } from '../../conversation/steps.ts'

/** Writes a conversation as a list. */
export function renderConversationList({ steps, program, peers }: Conversation, screen: Screen): string[] {
  const last = steps.findLast((step) => !isOmission(step))
  const widest = last && !isOmission(last) ? String(last.number).length : 1
  const names = new Map([program, ...peers].map(({ id, name }) => [id, name]))
  return steps.flatMap((step) => {
    if (isOmission(step))
      return renderIndented(renderSafely(describeOmission(step), screen), widest + 2, measureColumns(screen))
    const sentence = sayStep(step, names.get(step.peer) ?? step.peer, program.name, screen)
    const lines = renderListed(step, sentence, `${String(step.number).padStart(widest)}. `, screen)
    return step.isFault ? lines.map(createPaint(screen).red) : lines
  })
}

function renderListed(step: Step, sentence: string, number: string, screen: Screen): string[] {
  const lines = renderSentences(sentence, screen, number)
  if (!hasBytes(step)) return lines
  const columns = measureColumns(screen)
  const last = lines.at(-1) ?? ''
  const beside = columns - measureWidth(last) - 1
  const whole = quoteStep(step, Infinity, screen).text
  if (measureWidth(whole) <= beside) return [...lines.slice(0, -1), `${last} ${whole}`]
  const room = columns - number.length
  return [...lines, padText('', number.length) + cutText(quoteStep(step, room, screen).text, room)]
}
