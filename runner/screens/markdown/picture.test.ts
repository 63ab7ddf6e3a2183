import { expect, it } from 'vitest'
import { describePicture, isPicture } from './picture.ts'
import { renderMarkdown } from './render.ts'
import { english } from '../../language/language.ts'

it('tells who sends what to whom, and what is said beside it', () => {
  const picture = String.raw`
        client                        server
  types   │                              │  listens on 127.0.0.1:9909
          │ ── connect ────────────────▶ │  accepts
          │ ── ">>>: " ─────▶ ✗          │  lost on the way
          :                              :
  either  │ ◀─────────────── end (FIN) ──│
   exit 0 │                              │ exit 0
                                         │ ◀── SIGTERM
                                         :  TIME_WAIT
                                   server, started again
                                         │  listens
                                         …`.slice(1)
  expect(isPicture(picture)).toBe(true)
  expect(describePicture(picture)).toEqual([
    '1. client: types; server: listens on 127.0.0.1:9909',
    '2. client to server: connect; server: accepts',
    '3. client to server: ">>>: ", it is lost; server: lost on the way',
    '4. either: server to client: end (FIN)',
    '5. client: exit 0; server: exit 0',
    '6. to server: SIGTERM',
    '7. server: TIME_WAIT',
    '8. server, started again: listens',
    '9. and so on',
  ])
})

it('tells arrows that pass a line of life which has not begun, and arrows without words', () => {
  const picture = String.raw`
  first client               your server             second client
       │         worker 1     main thread                  │
       │ ── connect ─────────────▶ │                       │
       │             │ ◀─ start ── │                       │
       │             ▒ computes    │ ◀───────── "quick" ── │
       │             │ ──────────▶ │                       │`.slice(1)
  expect(describePicture(picture)).toEqual([
    '1. first client to main thread: connect',
    '2. main thread to worker 1: start',
    '3. worker 1: computes; second client to main thread: "quick"',
    '4. worker 1 to main thread',
  ])
})

it('leaves what it cannot tell as it was drawn', () => {
  const nameless = '```text\n  │ ── one ──▶ │\n```'
  expect(describePicture('  │ ── one ──▶ │')).toBeUndefined()
  const screen = { width: 40, colour: false, plain: true, language: english }
  expect(renderMarkdown(nameless, screen)).toBe('      │ ── one ──▶ │\n')
  expect(renderMarkdown('```text\na    b\n│ ─▶ │\n```', screen)).toBe('The picture, row by row:\n1. a to b\n')
  expect(renderMarkdown('```text\na    b\n│ ─▶ │\n```', { ...screen, plain: false })).toContain('│ ─▶ │')
})

it('tells a picture that is wider than the terminal, and draws it where it fits', () => {
  const picture = '```text\na        b\n│ ─────▶ │\n```'
  const screen = { colour: false, plain: false, language: english }
  expect(renderMarkdown(picture, { ...screen, width: 9 })).toContain('row by')
  expect(renderMarkdown(picture, { ...screen, width: 10 })).toBe('a        b\n│ ─────▶ │\n')
})
