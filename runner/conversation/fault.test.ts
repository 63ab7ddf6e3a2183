import { describe, expect, it } from 'vitest'
import { describeDifference } from '../checker/bytes.ts'
import type { TranscriptEvent } from '../checker/transcript.ts'
import type { Stage } from '../checker/verdict.ts'
import { findFault } from './fault.ts'
import { carry, program } from '../screens/result/stories.test-data.ts'
import { renderTranscript } from '../screens/conversation/transcript.ts'
import { english } from '../language/language.ts'

const screen = { width: 60, colour: false, plain: false, language: english }
const spoken = { ...screen, plain: true }

const connect = { at: 0, peer: 'client', kind: 'connect', by: 'peer' } as const
const exit = { at: 9, peer: program, kind: 'exit', note: 'with exit code 0' } as const
const end = (peer: string) => ({ at: 5, peer, kind: 'end', by: 'program' }) as const

function fail(stage: Stage, events: readonly TranscriptEvent[], due?: string, came?: string) {
  const bytes = due === undefined ? undefined : describeDifference(Buffer.from(due), Buffer.from(came ?? ''))
  const failure = { stage, happened: '', help: '', printedLast: '', byHand: [], ...(bytes && { bytes }) }
  const transcript = { program, omitted: 0, events }
  return { name: 'a check', verdict: 'fail', durationMs: 1, failure, transcript } as const
}

function findEvent(check: ReturnType<typeof fail>): TranscriptEvent | undefined {
  const index = findFault(check)?.index
  return index === undefined ? undefined : check.transcript.events[index]
}

describe('findFault', () => {
  it('finds the chunk that holds the first wrong byte, among earlier answers and later ones', () => {
    const [he, lxo] = [carry('client', 'received', 'HE'), carry('client', 'received', 'LXO')]
    const events = [
      connect,
      carry('client', 'received', 'ONE'),
      carry('client', 'sent', 'hello'),
      he,
      carry('other', 'received', 'HELXO'),
      lxo,
      carry('client', 'received', 'MORE'),
      exit,
    ]
    expect(findEvent(fail('wrong-bytes', events, 'HELLO', 'HELXO'))).toBe(lxo)
    expect(findEvent(fail('wrong-bytes', events, 'hELLO', 'HELXO'))).toBe(he)
  })

  it('finds the beginning of what was too much', () => {
    const two = carry('client', 'received', 'two')
    const events = [connect, carry('client', 'received', 'one'), two, carry('client', 'received', 'three')]
    expect(findEvent(fail('extra-bytes', events, 'one', 'onetwothree'))).toBe(two)
  })

  it('finds the wrong answer of whoever had asked, where others got the same', () => {
    const [mine, theirs] = [carry('first', 'received', 'B'), carry('second', 'received', 'B')]
    const events = [carry('second', 'sent', 'b'), carry('first', 'sent', 'a'), mine, theirs]
    expect(findEvent(fail('wrong-bytes', events, 'A', 'B'))).toBe(mine)
    expect(findEvent(fail('wrong-bytes', [mine, theirs], 'A', 'B'))).toBeUndefined()
  })

  it('names no event where the bytes cannot be found in the transcript', () => {
    const events = [connect, carry('client', 'received', 'ONE'), exit]
    expect(findFault(fail('wrong-bytes', events, 'two', 'TWO'))).toEqual({
      stage: 'wrong-bytes',
      isLast: true,
    })
  })

  it('finds the silence, the refusal and the exit', () => {
    const waited = { at: 3, peer: 'client', kind: 'waited', note: 'for the answer, 2 s' } as const
    const refused = { at: 4, peer: 'client', kind: 'refused', by: 'peer' } as const
    expect(findEvent(fail('silent', [connect, waited, exit]))).toBe(waited)
    expect(findEvent(fail('missing-bytes', [connect, waited], 'ab', 'a'))).toBe(waited)
    expect(findEvent(fail('refused', [connect, exit, refused]))).toBe(refused)
    expect(findEvent(fail('crashed', [connect, exit, refused]))).toBe(exit)
  })

  it('finds the goodbye to whoever spoke last, and of several none where that is not known', () => {
    const [early, late] = [end('first'), end('second')]
    const events = [carry('first', 'sent', 'three'), early, late]
    expect(findEvent(fail('closed-early', events))).toBe(early)
    expect(findEvent(fail('closed-early', [early, late]))).toBeUndefined()
  })
})

describe('a drawing with a fault', () => {
  const answer = [connect, carry('client', 'sent', 'one'), carry('client', 'received', 'ONE\n'), exit]
  const draw = (check: ReturnType<typeof fail>, where = screen) =>
    renderTranscript(check.transcript, where, undefined, findFault(check))

  it('ends at the wrong byte, with a mark', () => {
    const check = fail('extra-bytes', answer, 'ONE', 'ONE\n')
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

  it('says at its end what did not happen', () => {
    const check = fail('does-not-stop', answer.slice(0, 2))
    expect(draw(check).split('\n').slice(2)).toEqual([
      '    │ ── "one" ─────────────────▶ │',
      '✗ here: does-not-stop',
    ])
    expect(draw(check, spoken).split('\n').slice(2)).toEqual(['3. The check failed here: does-not-stop'])
    expect(draw(fail('not-listening', []))).toBe('')
  })

  it('marks it among many peers and on a narrow screen too', () => {
    const crowd = [1, 2, 3].map((number) => carry(`client ${number}`, 'received', `no ${number}`))
    const check = fail('wrong-bytes', crowd, 'NO', 'no 3')
    expect(draw(check).split('\n').at(-1)).toBe('✗ client 3  ◀──────────────── "no 3" ── │')
    expect(draw(check, { ...screen, width: 30 })).toContain('Wrong here: your server')
  })
})
