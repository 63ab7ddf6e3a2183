import { stripVTControlCharacters } from 'node:util'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { TranscriptEvent } from '../../checker/record/transcript.ts'
import { measureWidth } from '../../text/width.ts'
import { anyTranscript, carry } from '../result/stories.test-data.ts'
import { renderWireEvent } from './wire-event.ts'
import { english } from '../../language/language.ts'

const screen = { width: 70, colour: false, plain: false, language: english }
const names = ({ peer }: TranscriptEvent) => ({ peer, server: 'your server' })
const spoken = { ...screen, plain: true }

const events: TranscriptEvent[] = [
  { at: 0.4, peer: 'your server', kind: 'listening', address: { host: '127.0.0.1', port: 9909 } },
  { at: 1.2, peer: 'client 1', kind: 'connect', by: 'peer' },
  { ...carry('client 1', 'sent', 'hello\n'), at: 12.3 },
  { ...carry('client 1', 'received', '日本 👍\n'), at: 13 },
  { ...carry('your server', 'stdout', 'one client\n'), at: 14 },
  { at: 1015, peer: 'client 1', kind: 'end', by: 'program' },
  { at: 1016, peer: 'a long name of a client', kind: 'reset', by: 'peer' },
  { at: 1017, peer: 'client 3', kind: 'refused', by: 'peer' },
  { at: 3017, peer: 'client 1', kind: 'waited', waited: { forWhat: 'an answer', ms: 2_000 } },
  { at: 12_018, peer: 'your server', kind: 'exit', exit: { code: 0, signal: null } },
]

describe('renderWireEvent', () => {
  it('draws each event in the same columns', () => {
    expect(events.map((event) => renderWireEvent(event, screen, names(event))).join('\n')).toBe(
      String.raw`
     0 ms  your server    listens on 127.0.0.1:9909
     1 ms  client 1       ── connect ────────────────────▶ your server
    12 ms  client 1       ── "hello\n" ──────────────────▶ your server
    13 ms  client 1       ◀──────────────── "日本 👍\n" ── your server
    14 ms  your server    prints "one client\n"
 1,015 ms  client 1       ◀────────────────── end (FIN) ── your server
 1,016 ms  a long name o… ── reset (RST) ────────────────▶ your server
 1,017 ms  client 3       ── connect, refused ───────────▶ your server
 3,017 ms  client 1       waited for an answer, 2 s
12,018 ms  your server    ends with exit code 0`.slice(1),
    )
  })

  it('says them in words where nothing can be drawn', () => {
    expect(events.map((event) => renderWireEvent(event, spoken, names(event))).join('\n')).toBe(
      String.raw`
0 ms: your server listens on 127.0.0.1:9909
1 ms: client 1 connects to your server
12 ms: client 1 sends to your server "hello\n"
13 ms: your server sends to client 1 "日本 👍\n"
14 ms: your server prints "one client\n"
1,015 ms: your server sends end (FIN) to client 1
1,016 ms: a long name of a client sends reset (RST) to your server
1,017 ms: client 3 tries to connect to your server and is refused
3,017 ms: client 1 waited for an answer, 2 s
12,018 ms: your server ends with exit code 0`.slice(1),
    )
  })

  it('is one line within the width, without anything that drives a terminal, the same with colour', () => {
    fc.assert(
      fc.property(
        anyTranscript,
        fc.integer({ min: 20, max: 120 }),
        fc.boolean(),
        (transcript, width, plain) => {
          for (const event of transcript.events) {
            const line = renderWireEvent(
              event,
              { width, plain, colour: false, language: english },
              { ...names(event), server: transcript.program },
            )
            expect(line).not.toMatch(/\p{Cc}|\p{Cf}/u)
            expect(measureWidth(line)).toBeLessThanOrEqual(width)
            const coloured = renderWireEvent(
              event,
              { width, plain, colour: true, language: english },
              { ...names(event), server: transcript.program },
            )
            expect(stripVTControlCharacters(coloured)).toBe(line)
          }
        },
      ),
      { numRuns: 200 },
    )
  })
})
