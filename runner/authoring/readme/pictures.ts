/** Whether the pictures of a text can be drawn, and whether the checks see what they show. */
import type { Transcript, TranscriptEvent } from '../../checker/record/transcript.ts'
import {
  parsePicture,
  PictureError,
  type Message,
  type Picture,
} from '../../lessons/pictures/parse-picture.ts'
import { inEnglish } from '../../language/say.ts'
import { drawPicture } from '../../screens/pictures/draw-picture.ts'
import type { Complaint } from '../proof.ts'
import type { Document, Fence } from './document.ts'

const columns = 80

/** Complains about pictures with statements that the terminal does not know, and about those that are too wide for it. */
export function complainAboutPictures({ fences }: Document, path: string): Complaint[] {
  return fences.filter(isPicture).flatMap((fence) => {
    const place = `${path}:${fence.line}`
    const picture = readPicture(fence)
    if (typeof picture === 'string')
      return [{ place, problem: picture, remedy: 'CONTRIBUTING.md says what a picture is made of.' }]
    if (drawPicture(picture, columns, inEnglish)) return []
    return [
      {
        place,
        problem: `The picture needs more than ${columns} columns.`,
        remedy: 'Shorten its texts, or give it fewer participants.',
      },
    ]
  })
}

/**
 * Complains about messages that no check of the lesson sees when it judges the solution: quoted bytes, a connection, an
 * end, a reset, a signal. What passes inside a program, or between it and a person, is not quoted and not looked for.
 */
export function complainAboutUnseen(
  { fences }: Document,
  path: string,
  transcripts: readonly Transcript[],
): Complaint[] {
  const events = transcripts.flatMap((transcript) => transcript.events)
  return fences.filter(isPicture).flatMap((fence) => {
    const picture = readPicture(fence)
    if (typeof picture === 'string') return []
    return picture.steps
      .flatMap((step) =>
        step.kind === 'message' && !step.isLost && !isWithPerson(picture, step) ? [step] : [],
      )
      .filter((message) => !isSeen(message, events))
      .map(({ text }) => ({
        place: `${path}:${fence.line}`,
        problem: `No check of the lesson sees this message of the picture: ${text}`,
        remedy: 'Show what the checks do, or take the quotation marks off what is not on the wire.',
      }))
  })
}

function isPicture({ language }: Fence): boolean {
  return language === 'mermaid'
}

/** The picture, or what is wrong with it. */
function readPicture({ content }: Fence): Picture | string {
  try {
    return parsePicture(content)
  } catch (error) {
    if (error instanceof PictureError) return error.message
    throw error
  }
}

function isWithPerson({ participants }: Picture, { from, to }: Message): boolean {
  return participants.some(({ id, isPerson }) => isPerson && (id === from || id === to))
}

const kinds: Readonly<Record<string, TranscriptEvent['kind']>> = {
  connect: 'connect',
  'end (FIN)': 'end',
  'reset (RST)': 'reset',
}

function isSeen({ text }: Message, events: readonly TranscriptEvent[]): boolean {
  const kind = kinds[text]
  if (kind) return events.some((event) => event.kind === kind)
  if (text.startsWith('SIG')) return events.some((event) => event.kind === 'signal')
  const quoted = /^"(.*)"$/s.exec(text)?.[1]
  if (quoted === undefined) return true
  return events.some(
    (event) =>
      (event.kind === 'sent' || event.kind === 'received') &&
      Buffer.from(event.bytes ?? '', 'base64').toString() === quoted,
  )
}
