/** Draws a transcript in the form that fits its peers and the screen. */
import type { Transcript } from '../../checker/record/transcript.ts'
import type { CheckReport } from '../../checker/record/verdict.ts'
import { renderCrowdDiagram } from './crowd-diagram.ts'
import { renderDiagram } from './diagram.ts'
import { readFault, type Fault } from '../../conversation/fault.ts'
import type { Screen } from '../../text/screen.ts'
import { type Conversation, defaultMaxSteps, mayBeCut, readConversation } from '../../conversation/steps.ts'
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
  return drawConversation(readConversation(transcript, maxSteps, fault), screen).join('\n')
}

/** Draws the conversation of a check, with a mark where it failed; '' where there is none. */
export function renderCheckTranscript(
  check: CheckReport,
  screen: Screen,
  maxSteps = defaultMaxSteps,
): string {
  return drawCheckTranscript(check, screen, maxSteps).lines.join('\n')
}

/** A picture of a conversation, and whether it may lack something of it. */
export interface Drawn {
  readonly lines: readonly string[]
  readonly mayBeCut: boolean
}

/** As `renderCheckTranscript`, and says whether something may be missing in it. */
export function drawCheckTranscript(check: CheckReport, screen: Screen, maxSteps = defaultMaxSteps): Drawn {
  const { transcript } = check
  if (!transcript) return { lines: [], mayBeCut: false }
  const conversation = readConversation(transcript, maxSteps, readFault(check))
  return { lines: drawConversation(conversation, screen), mayBeCut: mayBeCut(conversation) }
}

function drawConversation(conversation: Conversation, screen: Screen): string[] {
  if (conversation.steps.length === 0) return []
  if (screen.plain) return renderConversationList(conversation, screen)
  const diagram = renderDiagram(conversation, screen) ?? renderCrowdDiagram(conversation, screen)
  return diagram ?? renderConversationList(conversation, screen)
}
