/**
 * The picture of a conversation in a lesson's text: a Mermaid `sequenceDiagram` of few statements, which GitHub draws by
 * itself and the terminal draws, or tells in words, from what this file makes of it.
 * The statements are those of https://mermaid.js.org/syntax/sequenceDiagram.html:
 * participant, actor, a message (`->>`), a message that is lost (`-x`), Note, alt, else and end.
 */

interface Participant {
  readonly id: string
  readonly name: string
  /** A person at a keyboard, not a program. */
  readonly isPerson: boolean
}

export interface Message {
  readonly kind: 'message'
  readonly from: string
  readonly to: string
  readonly text: string
  readonly isLost: boolean
}

export interface Note {
  readonly kind: 'note'
  readonly who: string
  readonly side: 'left' | 'right'
  readonly text: string
}

/** Here the conversation may go on in one of several ways, each of which begins with a branch. */
export interface Branch {
  readonly kind: 'branch'
  readonly isFirst: boolean
  readonly text: string
}

type PictureStep = Message | Note | Branch

export interface Picture {
  readonly participants: readonly Participant[]
  readonly steps: readonly PictureStep[]
}

/** What is wrong with the source of a picture, and in which of its lines. */
export class PictureError extends Error {
  override name = 'PictureError'
}

/**
 * Parses the source of a picture.
 * @throws {PictureError} where it holds anything but the statements above, or somebody who was not introduced.
 */
export function parsePicture(source: string): Picture {
  const participants: Participant[] = []
  const steps: PictureStep[] = []
  let isBranched = false
  const [first, ...lines] = source
    .split('\n')
    .map((text, index) => ({ text: text.trim(), number: index + 1 }))
    .filter(({ text }) => text !== '' && !text.startsWith('%%'))
  if (first?.text !== 'sequenceDiagram') throw new PictureError('A picture begins with "sequenceDiagram".')
  for (const { text, number } of lines) {
    const refuse = (why: string) => new PictureError(`Line ${number} of the picture: ${why}`)
    if (/[;#]/.test(text)) throw refuse('Mermaid ends a text at ";" and "#".')
    const participant = /^(participant|actor) (\S+)(?: as (.+))?$/.exec(text)
    const step = parseStep(text)
    if (participant) {
      const [, kind, id = '', name = id] = participant
      participants.push({ id, name, isPerson: kind === 'actor' })
    } else if (text === 'end' && isBranched) isBranched = false
    else if (step) {
      const unknown = listWho(step).find((who) => !participants.some(({ id }) => id === who))
      if (unknown !== undefined) throw refuse(`"${unknown}" is no participant.`)
      if (step.kind === 'branch') {
        if (step.isFirst === isBranched) throw refuse('alt, else and end do not fit together.')
        isBranched = true
      }
      steps.push(step)
    } else throw refuse(`"${text}" is none of participant, actor, message, Note, alt, else, end.`)
  }
  if (isBranched) throw new PictureError('An alt in the picture has no end.')
  if (participants.length < 2) throw new PictureError('A picture needs two participants.')
  return { participants, steps }
}

function parseStep(text: string): PictureStep | undefined {
  const message = /^(\S+?)\s*(->>|-x)\s*(\S+?)\s*:\s*(.*)$/.exec(text)
  if (message) {
    const [, from = '', arrow, to = '', words = ''] = message
    return { kind: 'message', from, to, text: words, isLost: arrow === '-x' }
  }
  const note = /^Note (left|right) of (\S+?)\s*:\s*(.+)$/.exec(text)
  if (note) {
    const [, side, who = '', words = ''] = note
    return { kind: 'note', who, side: side === 'left' ? 'left' : 'right', text: words }
  }
  const branch = /^(alt|else) (.+)$/.exec(text)
  return branch ? { kind: 'branch', isFirst: branch[1] === 'alt', text: branch[2] ?? '' } : undefined
}

function listWho(step: PictureStep): string[] {
  if (step.kind === 'message') return [step.from, step.to]
  return step.kind === 'note' ? [step.who] : []
}
