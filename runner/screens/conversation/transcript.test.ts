import { stripVTControlCharacters } from 'node:util'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Transcript } from '../../checker/record/transcript.ts'
import { measureWidth } from '../../text/width.ts'
import { anyTranscript, carry, introduce, oneClientOnly, program } from '../result/stories.test-data.ts'
import { renderTranscript } from './transcript.ts'
import { english } from '../../language/language.ts'

const plain = { width: 80, colour: false, plain: false, language: english }
const spoken = { ...plain, plain: true }

function tell(events: Transcript['events'], omitted = 0): Transcript {
  return { program, participants: introduce(events), omitted, events }
}

describe('renderTranscript', () => {
  it('draws one peer with what the program prints beside it', () => {
    const events = [
      { at: 0, peer: program, kind: 'listening', address: { host: '127.0.0.1', port: 41734 } },
      { at: 1, peer: 'client', kind: 'connect', by: 'peer' },
      carry('client', 'sent', 'he'),
      carry('client', 'sent', 'llo'),
      carry(program, 'stderr', 'Error: no\n'),
      {
        at: 5,
        peer: 'client',
        kind: 'waited',
        waited: { forWhat: 'the answer to "hello", the first message of two', ms: 2_000 },
      },
      { at: 6, peer: 'client', kind: 'reset', by: 'program' },
      { at: 7, peer: program, kind: 'signal', signal: 'SIGTERM' },
    ] as const
    expect(renderTranscript(tell(events), plain)).toBe(
      String.raw`
 client                             your server
    │                                    │ listens on 127.0.0.1:41734
    │ ── connect ──────────────────────▶ │
    │ ── "he" ─────────────────────────▶ │
    │ ── "llo" ────────────────────────▶ │
    │                                    │ prints as an error "Error: no\n"
    │ waited for the answer to "hello",  │
    │ the first message of two, 2 s      │
    │ ◀────────────────── reset (RST) ── │
    │                                    │ gets SIGTERM`.slice(1),
    )
  })

  it('draws two peers, one on each side', () => {
    expect(renderTranscript(oneClientOnly, { ...plain, width: 60 })).toBe(
      String.raw`
first client            your server            second client
  │ ── connect ────────────▶ │                          │
  │ ── "one" ──────────────▶ │                          │
  │ ◀────────────── "ONE" ── │                          │
  │ ── end (FIN) ──────────▶ │                          │
  │ ◀────────── end (FIN) ── │                          │
  │                          │ prints "client left\n"   │
  │                          ┴ ends with exit code 0    │
  │                          ✗ ◀─── connect, refused ── │`.slice(1),
    )
  })

  it('names many peers row by row', () => {
    const events = [
      carry('client 1', 'sent', 'a'),
      carry('client 2', 'sent', 'b'),
      carry('client 3', 'received', 'C'),
    ]
    expect(renderTranscript(tell(events), { ...plain, width: 60 })).toBe(
      String.raw`
                                   your server
  client 1  ── "a" ───────────────────▶ │
  client 2  ── "b" ───────────────────▶ │
  client 3  ◀─────────────────── "C" ── │`.slice(1),
    )
  })

  it('draws a client under judgement, and the server that refuses it', () => {
    const events = [
      { at: 0, peer: 'our server', kind: 'refused', by: 'program' },
      { at: 1, peer: 'your client', kind: 'exit', exit: { code: 1, signal: null } },
    ] as const
    expect(
      renderTranscript(
        { program: 'your client', participants: introduce(events), omitted: 0, events },
        plain,
      ),
    ).toBe(
      String.raw`
 our server                           your client
      ✗ ◀───────────── connect, refused ── │
      │                                    ┴ ends with exit code 1`.slice(1),
    )
  })

  it('becomes a list on a narrow screen', () => {
    const list = renderTranscript(oneClientOnly, { ...plain, width: 40 })
    expect(list).toBe(renderTranscript(oneClientOnly, { ...plain, width: 40 }))
    expect(list.split('\n').slice(0, 3)).toEqual([
      '1. first client connects to your server',
      '2. first client sends to your server',
      '   "one"',
    ])
  })

  it('joins many pieces and leaves few apart', () => {
    const connect = { at: 0, peer: 'client', kind: 'connect', by: 'peer' } as const
    const pieces = [...'hello'].map((letter) => carry('client', 'sent', letter))
    expect(renderTranscript(tell([connect, ...pieces]), spoken)).toContain(
      '2. client sends to your server "hello" in 5 pieces',
    )
    expect(renderTranscript(tell([connect, ...pieces.slice(0, 2)]), spoken).split('\n')).toHaveLength(3)
  })

  it('never joins datagrams, and tells a port from which none was due', () => {
    const events = [
      { at: 0, peer: program, kind: 'listening', address: { host: '127.0.0.1', port: 9900 } } as const,
      ...[...'hello'].map((letter) => carry('client', 'sent', letter)),
      { ...carry('client', 'received', 'H'), fromPort: 9900 },
      { ...carry('client', 'received', 'E'), fromPort: 9901 },
    ]
    const lines = renderTranscript(tell(events), spoken).split('\n')
    expect(lines.slice(5)).toEqual([
      '6. client sends to your server "o"',
      '7. your server sends to client "H"',
      '8. your server sends to client "E" from port 9901',
    ])
  })

  it('gives a program that is started again its line of life again', () => {
    const run = [
      { at: 0, peer: 'our server', kind: 'connect', by: 'program' },
      { at: 1, peer: 'your client', kind: 'exit', exit: { code: 0, signal: null } },
    ] as const
    const again = renderTranscript(
      { program: 'your client', participants: [], omitted: 0, events: [...run, ...run] },
      plain,
    )
    expect(again).toBe(
      String.raw`
 our server                           your client
      │ ◀────────────────────── connect ── │
      │                                    ┴ ends with exit code 0
      │ ◀────────────────────── connect ── │
      │                                    ┴ ends with exit code 0`.slice(1),
    )
  })

  it('is a list of sentences where nothing is drawn', () => {
    expect(renderTranscript(oneClientOnly, spoken)).toBe(
      String.raw`
1. first client connects to your server
2. first client sends to your server "one"
3. your server sends to first client "ONE"
4. first client sends end (FIN) to your server
5. your server sends end (FIN) to first client
6. your server prints "client left\n"
7. your server ends with exit code 0
8. second client tries to connect to your server and is refused`.slice(1),
    )
  })

  it('leaves out the middle and keeps the end, counting what the recorder left out too', () => {
    const lines = Array.from({ length: 40 }, (_, index) => carry(index % 2 ? 'a' : 'b', 'sent', `${index}`))
    expect(renderTranscript(tell(lines, 100), spoken, 4)).toBe(
      [
        '  1. b sends to your server "0"',
        '     … 137 more steps …',
        '139. b sends to your server "38"',
        '140. a sends to your server "39"',
      ].join('\n'),
    )
  })

  it('keeps long names apart', () => {
    const events = [
      carry('the client that never reads', 'sent', 'a'),
      carry('the client that waits', 'sent', 'b'),
    ]
    const transcript = { program: 'your server with a name', participants: [], omitted: 0, events }
    const [first, second] = renderTranscript(transcript, { ...plain, width: 55 }).split('\n')
    expect([first, second]).toEqual([
      'the client that    your server with     the client that',
      'never reads             a name                    waits',
    ])
  })

  it('says nothing of an empty conversation', () => {
    expect(renderTranscript(tell([]), plain)).toBe('')
  })

  it('never exceeds the width and lets nothing through that drives a terminal', () => {
    fc.assert(
      fc.property(
        anyTranscript,
        fc.integer({ min: 30, max: 120 }),
        fc.boolean(),
        (transcript, width, plain) => {
          const screen = { width, colour: false, plain, language: english }
          const text = renderTranscript(transcript, screen)
          expect(text.replaceAll('\n', '')).not.toMatch(/\p{Cc}|\p{Cf}/u)
          for (const line of text.split('\n')) expect(measureWidth(line)).toBeLessThanOrEqual(width)
        },
      ),
      { numRuns: 300 },
    )
  })

  it('draws the same with colour as without', () => {
    fc.assert(
      fc.property(anyTranscript, fc.integer({ min: 40, max: 120 }), (transcript, width) => {
        const coloured = stripVTControlCharacters(
          renderTranscript(transcript, { width, colour: true, plain: false, language: english }),
        )
        const trim = (text: string) => text.replaceAll(/ +$/gm, '')
        expect(trim(coloured)).toBe(
          trim(renderTranscript(transcript, { width, colour: false, plain: false, language: english })),
        )
      }),
    )
  })
})
