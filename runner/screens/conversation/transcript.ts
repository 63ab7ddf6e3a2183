/** Draws a transcript in the form that fits its peers and the screen. */
import type { Transcript } from '../../checker/transcript.ts'
import type { CheckReport } from '../../checker/verdict.ts'
import { renderCrowdDiagram } from './crowd-diagram.ts'
import { renderDiagram } from './diagram.ts'
import { findFault, type Fault } from '../../conversation/fault.ts'
import type { Screen } from '../../text/screen.ts'
import { defaultMaxSteps, readConversation } from '../../conversation/steps.ts'
import { renderConversationList } from './transcript-list.ts'

/**
 * Draws a transcript, with a mark at the fault: as a diagram with a line of life for each; with more than two peers, or little room, as one
 * with a single line of life for the program; and on the narrowest screens, and plain, as a list.
 */
export function renderTranscript(
  transcript: Transcript,
  screen: Screen,
  maxSteps = defaultMaxSteps,
  fault?: Fault,
): string {
  const conversation = readConversation(transcript, maxSteps, fault)
  if (conversation.steps.length === 0) return ''
  if (screen.plain) return renderConversationList(conversation, screen).join('\n')
  const diagram = renderDiagram(conversation, screen) ?? renderCrowdDiagram(conversation, screen)
  return (diagram ?? renderConversationList(conversation, screen)).join('\n')
}

/** Draws the conversation of a check, with a mark where it failed; '' where there is none. */
export function renderCheckTranscript(
  check: CheckReport,
  screen: Screen,
  maxSteps = defaultMaxSteps,
): string {
  const { transcript } = check
  return transcript ? renderTranscript(transcript, screen, maxSteps, findFault(check)) : ''
}
