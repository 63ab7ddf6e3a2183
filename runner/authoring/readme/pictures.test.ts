import { expect, test } from 'vitest'
import type { TranscriptEvent } from '../../checker/record/transcript.ts'
import { parseDocument } from './document.ts'
import { complainAboutPictures, complainAboutUnseen } from './pictures.ts'

const draw = (...lines: string[]) =>
  parseDocument(
    [
      '# A',
      '```mermaid',
      'sequenceDiagram',
      '  participant a',
      '  participant b',
      '  actor c',
      ...lines,
      '```',
      '',
    ].join('\n'),
  )
const transcript = (...events: Omit<TranscriptEvent, 'at' | 'peer'>[]) => [
  {
    program: 'a',
    participants: [],
    omitted: 0,
    events: events.map((event) => ({ at: 0, peer: 'b', ...event })),
  },
]
const bytes = (text: string) => ({ bytes: Buffer.from(text).toString('base64'), length: text.length })

test('a picture that cannot be drawn is complained about', () => {
  expect(complainAboutPictures(draw('  a->>b: x'), 'README.md')).toEqual([])
  expect(complainAboutPictures(draw('  a=>b: x'), 'README.md')).toMatchObject([
    { place: 'README.md:2', problem: expect.stringContaining('none of participant') },
  ])
  expect(complainAboutPictures(draw(`  a->>b: ${'x'.repeat(90)}`), 'README.md')).toMatchObject([
    { problem: 'The picture needs more than 80 columns.' },
  ])
})

test('a message that no check sees is complained about, unless it is with a person or was lost', () => {
  const picture = draw(
    '  a->>b: "one"',
    '  b->>a: end (FIN)',
    '  a->>b: inside',
    '  c->>a: "typed"',
    '  a-xb: "lost"',
  )
  expect(
    complainAboutUnseen(picture, 'README.md', transcript({ kind: 'sent', ...bytes('one') }, { kind: 'end' })),
  ).toEqual([])
  const unseen = complainAboutUnseen(picture, 'README.md', transcript({ kind: 'sent', ...bytes('two') }))
  expect(unseen.map(({ problem }) => problem)).toEqual([
    'No check of the lesson sees this message of the picture: "one"',
    'No check of the lesson sees this message of the picture: end (FIN)',
  ])
})
