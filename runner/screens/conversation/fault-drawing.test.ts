import { describe, expect, it } from 'vitest'
import { english } from '../../language/language.ts'
import type { TranscriptEvent } from '../../checker/record/transcript.ts'
import type { CheckReport, Stage } from '../../checker/record/verdict.ts'
import { carry, introduce, program } from '../result/stories.test-data.ts'
import { renderCheckTranscript } from './transcript.ts'

const screen = { width: 60, colour: false, plain: false, language: english }
const spoken = { ...screen, plain: true }

const connect = { at: 0, peer: 'client', kind: 'connect', by: 'peer' } as const
const exit = { at: 9, peer: program, kind: 'exit', exit: { code: 0, signal: null } } as const

function fail(stage: Stage, events: readonly TranscriptEvent[], event?: number): CheckReport {
  const failure = { stage, happened: '', printedLast: '', byHand: [], ...(event !== undefined && { event }) }
  const transcript = { program, participants: introduce(events), omitted: 0, events }
  return { name: 'a check', verdict: 'fail', durationMs: 1, failure, transcript }
}

const draw = (check: CheckReport, where = screen) => renderCheckTranscript(check, where)

describe('a drawing with a fault', () => {
  const answer = [connect, carry('client', 'sent', 'one'), carry('client', 'received', 'ONE\n'), exit]

  it('ends at the wrong bytes, with a mark', () => {
    const check = fail('extra-bytes', answer, 2)
    expect(draw(check)).toBe(
      String.raw`
 client                      your server
    │ ── connect ───────────────▶ │
    │ ── "one" ─────────────────▶ │
✗   │ ◀─────────────── "ONE\n" ── │`.slice(1),
    )
    expect(draw(check, spoken)).toBe(
      String.raw`
1. client connects to your server
2. client sends to your server "one"
3. Wrong here: your server sends to client "ONE\n"`.slice(1),
    )
  })

  it('tells no number of bytes of an answer that was read up to what was wrong in it', () => {
    const long = carry('client', 'received', 'ONE'.repeat(20_000))
    const check = fail('wrong-bytes', [connect, carry('client', 'sent', 'one'.repeat(90_000)), long], 2)
    expect(draw(check).split('\n').slice(3)).toEqual(['✗   │ ◀─ "ONEONEONEONEONEONE"… ── │'])
    expect(draw(check)).toContain('… 270,000 bytes')
    expect(draw(check, spoken).split('\n').at(-1)).toMatch(/^ +"(ONE)+O?N?"…$/)
    expect(draw(fail('extra-bytes', [connect, long], 1), { ...screen, width: 22 })).not.toMatch(/bytes/)
    // Whoever receives a datagram has the whole of it.
    expect(draw(fail('wrong-bytes', [long], 0))).toContain('… 60,000 bytes')
  })

  it('goes on after an exit, a goodbye and whatever else others may follow', () => {
    const early = [connect, exit, { at: 10, peer: 'client', kind: 'refused', by: 'peer' }] as const
    expect(
      draw(fail('crashed', early, 1), spoken)
        .split('\n')
        .slice(1),
    ).toEqual([
      '2. Wrong here: your server ends with exit code 0',
      '3. client tries to connect to your server and is refused',
    ])
  })

  it('says at its end what did not happen, in words and not in labels', () => {
    const check = fail('does-not-stop', answer.slice(0, 2))
    expect(draw(check).split('\n').slice(2)).toEqual([
      '    │ ── "one" ─────────────────▶ │',
      '✗ here: did not end',
    ])
    expect(draw(check, spoken).split('\n').slice(2)).toEqual(['3. The check failed here: did not end'])
    expect(draw(fail('not-listening', []))).toBe('')
  })

  it('says so at its end where the event is none of those that are kept', () => {
    expect(
      draw(fail('wrong-bytes', answer, 400), spoken)
        .split('\n')
        .at(-1),
    ).toBe('5. The check failed here: other bytes than due')
  })

  it('marks it among many peers and on a narrow screen too', () => {
    const crowd = [1, 2, 3].map((number) => carry(`client ${number}`, 'received', `no ${number}`))
    const check = fail('wrong-bytes', crowd, 2)
    expect(draw(check).split('\n').at(-1)).toBe('✗ client 3  ◀──────────────── "no 3" ── │')
    expect(draw(check, { ...screen, width: 30 })).toContain('Wrong here: your server')
  })

  it('does not quote the report of a crash, which is told beside it', () => {
    const said = carry(program, 'stdout', 'one client\n')
    const report = ['work/server.ts:1', 'boom', 'Node.js v20'].map((text) => carry(program, 'stderr', text))
    const events = [connect, said, ...report, exit, carry(program, 'stderr', 'the rest')]
    const check = fail('crashed', events, 5)
    const crash = { message: 'Error: boom' }
    const failure = {
      ...check.failure,
      stage: 'crashed' as const,
      happened: '',
      printedLast: '',
      byHand: [],
      crash,
    }
    expect(
      draw({ ...check, failure }, spoken)
        .split('\n')
        .slice(1),
    ).toEqual([
      String.raw`2. your server prints "one client\n"`,
      '3. your server reports the error',
      '4. Wrong here: your server ends with exit code 0',
      '5. your server reports the error',
    ])
  })

  it('tells that a program listens before what it prints about it, whichever was seen first', () => {
    const listening = {
      at: 2,
      peer: program,
      kind: 'listening',
      address: { host: '127.0.0.1', port: 1 },
    } as const
    const words = carry(program, 'stdout', 'listening\n')
    const told = (events: readonly TranscriptEvent[], fault: number) =>
      draw(fail('silent', events, fault), spoken)
    const waited = {
      at: 3,
      peer: 'client',
      kind: 'waited',
      waited: { forWhat: 'an answer', ms: 2_004 },
    } as const
    expect(told([words, listening, waited], 2)).toBe(told([listening, words, waited], 2))
    expect(told([words, listening, waited], 2).split('\n')).toEqual([
      '1. your server listens on 127.0.0.1:1',
      String.raw`2. your server prints "listening\n"`,
      '3. Wrong here: client waited for an answer, 2 s',
    ])
  })
})
