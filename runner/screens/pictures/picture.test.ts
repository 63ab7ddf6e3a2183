import { expect, it, test } from 'vitest'
import { parsePicture, PictureError } from '../../lessons/pictures/parse-picture.ts'
import { english } from '../../language/language.ts'
import { inEnglish } from '../../language/say.ts'
import { renderMarkdown } from '../markdown/render.ts'
import { drawPicture } from './draw-picture.ts'

const source = `sequenceDiagram
  participant client
  participant server as your server
  actor you
  Note right of server: listens
  client->>server: connect
  Note left of client: connected
  client-x server: "one"
  alt you wait
    server->>client: end (FIN)
    Note right of client: exit 0
  else you do not
    you->>server: SIGTERM
  end
  client->>you:
`

test('a picture is parsed into participants and steps', () => {
  expect(parsePicture(source)).toEqual({
    participants: [
      { id: 'client', name: 'client', isPerson: false },
      { id: 'server', name: 'your server', isPerson: false },
      { id: 'you', name: 'you', isPerson: true },
    ],
    steps: [
      { kind: 'note', who: 'server', side: 'right', text: 'listens' },
      { kind: 'message', from: 'client', to: 'server', text: 'connect', isLost: false },
      { kind: 'note', who: 'client', side: 'left', text: 'connected' },
      { kind: 'message', from: 'client', to: 'server', text: '"one"', isLost: true },
      { kind: 'branch', isFirst: true, text: 'you wait' },
      { kind: 'message', from: 'server', to: 'client', text: 'end (FIN)', isLost: false },
      { kind: 'note', who: 'client', side: 'right', text: 'exit 0' },
      { kind: 'branch', isFirst: false, text: 'you do not' },
      { kind: 'message', from: 'you', to: 'server', text: 'SIGTERM', isLost: false },
      { kind: 'message', from: 'client', to: 'you', text: '', isLost: false },
    ],
  })
})

test.each([
  ['graph TD', 'begins with "sequenceDiagram"'],
  ['sequenceDiagram\n  participant a', 'two participants'],
  [
    'sequenceDiagram\n  participant a\n  participant b\n  a->>c: x',
    'Line 4 of the picture: "c" is no participant',
  ],
  ['sequenceDiagram\n  participant a\n  participant b\n  a->>b: x; y', 'Mermaid ends a text at ";"'],
  ['sequenceDiagram\n  participant a\n  participant b\n  a=>b: x', 'is none of participant'],
  ['sequenceDiagram\n  participant a\n  participant b\n  alt x\n  a->>b: y', 'has no end'],
  ['sequenceDiagram\n  participant a\n  participant b\n  else x', 'do not fit together'],
])('%s is refused', (wrong, why) => {
  expect(() => parsePicture(wrong)).toThrow(PictureError)
  expect(() => parsePicture(wrong)).toThrow(why)
})

it('is drawn with notes beside their messages, over more lines where there is little room', () => {
  expect(drawPicture(parsePicture(source), 70, inEnglish)?.join('\n'))
    .toBe(`        client               your server                you
           │                      │  listens             │
 connected │ ── connect ────────▶ │                      │
           │ ── "one" ────▶ ✗     │                      │
           :                      :                      :
either: you wait
           │ ◀────── end (FIN) ── │                      │
           │  exit 0              │                      │
           :                      :                      :
or: you do not
           │                      │ ◀──────── SIGTERM ── │
           │ ── ───────────────────────────────────────▶ │`)
  expect(drawPicture(parsePicture(source), 30, inEnglish)).toBeUndefined()
})

const markdown = `\`\`\`mermaid\n${source}\`\`\``

it('is told in words where nothing is drawn, and where there is not the room', () => {
  const words = `The picture, row by row:
1. your server: listens
2. client to your server: connect; client: connected
3. client to your server: "one", which is lost on the way
4. either: you wait
5. your server to client: end (FIN)
6. client: exit 0
7. or: you do not
8. you to your server: SIGTERM
9. client to you
`
  expect(renderMarkdown(markdown, { width: 80, colour: false, plain: true, language: english })).toBe(words)
  expect(renderMarkdown(markdown, { width: 35, colour: false, plain: false, language: english })).toContain(
    'or: you do not',
  )
  expect(
    renderMarkdown(markdown, { width: 35, colour: false, plain: false, language: english }),
  ).not.toContain('│')
})

it('is drawn in a text, never wider than the screen', () => {
  for (let width = 36; width <= 100; width++) {
    const lines = renderMarkdown(markdown, { width, colour: false, plain: false, language: english }).split(
      '\n',
    )
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(width)
  }
})

it('is shown as its author wrote it where it is none', () => {
  expect(
    renderMarkdown('```mermaid\ngraph TD\n```', {
      width: 80,
      colour: false,
      plain: false,
      language: english,
    }),
  ).toContain('graph TD')
})
