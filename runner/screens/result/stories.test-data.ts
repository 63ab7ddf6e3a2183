/** Conversations and results for the tests of the screens. */
import fc from 'fast-check'
import {
  eventKinds,
  type EventKind,
  type Transcript,
  type TranscriptEvent,
} from '../../checker/record/transcript.ts'
import { stages, type CheckReport } from '../../checker/record/verdict.ts'
import { quoteForSentence } from '../../language/quotation.ts'
import { say } from '../../language/say.ts'
import { resultVersion, type LessonResult } from '../../results/result.ts'

const first = 'first client'
const second = 'second client'
export const program = 'your server'

/** Writes an event with bytes. */
export function carry(peer: string, kind: EventKind, text: string): TranscriptEvent {
  return { at: 0, peer, kind, bytes: Buffer.from(text).toString('base64'), length: Buffer.byteLength(text) }
}

/** Everybody in some events, each called by its id. */
export function introduce(events: Transcript['events']): Transcript['participants'] {
  return [...new Set(events.map(({ peer }) => peer))].map((id) => ({
    id,
    name: id,
    kind: id === program ? 'program' : 'peer',
  }))
}

/** A server that ends with its first client, so that the second one is refused. */
export const oneClientOnly: Transcript = {
  program,
  participants: [
    { id: program, name: say`your server`, kind: 'program' },
    { id: first, name: first, kind: 'peer' },
    { id: second, name: second, kind: 'peer' },
  ],
  omitted: 0,
  events: [
    { at: 0, peer: first, kind: 'connect', by: 'peer' },
    carry(first, 'sent', 'one'),
    carry(first, 'received', 'ONE'),
    { at: 3, peer: first, kind: 'end', by: 'peer' },
    { at: 4, peer: first, kind: 'end', by: 'program' },
    carry(program, 'stdout', 'client left\n'),
    { at: 5, peer: program, kind: 'exit', exit: { code: 0, signal: null } },
    { at: 6, peer: second, kind: 'refused', by: 'peer' },
  ],
}

const waiting = Array.from({ length: 5 }, (_, index): CheckReport => ({
  name: `check ${index}`,
  verdict: 'skipped',
  waitsFor: index === 0 ? 'serves the next client after the first has left' : `check ${index - 1}`,
  durationMs: 0,
}))

/** The result of judging that server. */
export const failedResult: LessonResult = {
  version: resultVersion,
  lesson: { number: 3, slug: 'connection-loop', title: 'Connection loop' },
  subject: { folder: 'work/03-connection-loop', files: [{ name: 'server.ts', sha256: '' }], sha256: '' },
  judgedBy: { workbook: '0.1.0', checkerSha256: '' },
  verdict: 'failed',
  expectedChecks: 7,
  checks: [
    { name: 'answers one client', verdict: 'pass', durationMs: 1 },
    {
      name: 'serves the next client after the first has left',
      verdict: 'fail',
      durationMs: 1,
      failure: {
        stage: 'refused',
        happened:
          "Your server took one client and then stopped listening. The second client's connection was refused by the system: nobody was listening on 127.0.0.1:41734 any more. Your program ended by itself, with exit code 0.",
        help: 'what does your program do after the loop over the first connection ends?',
        peer: second,
        event: 7,
        printedLast: 'client left\n',
        byHand: ['npx tsx work/03-connection-loop/server.ts', 'nc 127.0.0.1 9909', 'nc 127.0.0.1 9909'],
        file: 'server.ts',
      },
      transcript: oneClientOnly,
    },
    ...waiting,
  ],
  startedAt: '2026-11-21T01:00:00Z',
  durationMs: 900,
  system: { node: '20.20.2', platform: 'linux', release: '6.1' },
}

/** Text with everything in it that could disturb a terminal. */
export const nastyText = fc.string({
  unit: fc.oneof(
    fc.constantFrom(
      ...'abc XYZ "\\',
      '\x1b[31m',
      '\x1b]0;t\x07',
      '\r',
      '\n',
      '\t',
      '\0',
      '\x9b',
      '\u202e',
      '\u200b',
    ),
    fc.constantFrom('日本', '👍🏽', 'é', 'e\u0301', '\ud800', '👨‍👩‍👧', '🇩🇪'),
    fc.string({ unit: 'binary', maxLength: 3 }),
  ),
  maxLength: 20,
})

const nastyBytes = fc.oneof(
  fc.uint8Array({ maxLength: 60 }),
  nastyText.map((text) => Buffer.from(text)),
)

const event = fc.record(
  {
    at: fc.constant(0),
    peer: fc.oneof(fc.constantFrom(first, second, program, 'silent client'), nastyText),
    kind: fc.constantFrom(...eventKinds),
    by: fc.constantFrom('peer' as const, 'program' as const),
    bytes: nastyBytes.map((bytes) => Buffer.from(bytes).toString('base64')),
    length: fc.nat(),
    address: fc.record({ host: nastyText, port: fc.nat() }),
    fromPort: fc.nat(),
    signal: nastyText,
    exit: fc.record({ code: fc.option(fc.nat()), signal: fc.option(nastyText) }),
    waited: fc.record({ forWhat: nastyText, ms: fc.nat() }),
  },
  { requiredKeys: ['at', 'peer', 'kind'] },
)

/** Any transcript, mostly of few peers. */
export const anyTranscript: fc.Arbitrary<Transcript> = fc
  .record({
    program: fc.oneof(fc.constant(program), nastyText),
    events: fc.array(event, { maxLength: 40 }),
    omitted: fc.oneof(fc.constant(0), fc.nat()),
    peers: fc.integer({ min: 0, max: 4 }),
  })
  .map(({ peers, events, ...rest }) => {
    const kept = [...new Set(events.map(({ peer }) => peer))].slice(0, peers)
    const shown = events.filter(({ peer }) => kept.includes(peer))
    return { ...rest, participants: introduce(shown), events: shown }
  })

const nastyWords = fc.oneof(
  nastyText,
  nastyText.map((text) => say`It printed ${text}.`),
  nastyBytes.map((bytes) => say`It sent ${quoteForSentence(Uint8Array.from(bytes))}.`),
)

const nastyCrash = fc.record(
  {
    message: nastyText,
    place: fc.record({ file: nastyText, line: fc.nat(), column: fc.nat(200), source: nastyText }),
    unheard: nastyText,
  },
  { requiredKeys: ['message'] },
)

const difference = fc
  .record({
    expected: nastyBytes,
    actual: nastyBytes,
    offset: fc.nat(5000),
    index: fc.nat(60),
    more: fc.nat(99),
  })
  .map(({ expected, actual, offset, index, more }) => ({
    expected: Buffer.from(expected).toString('base64'),
    actual: Buffer.from(actual).toString('base64'),
    offset,
    firstDifference: offset + Math.min(index, expected.length, actual.length),
    expectedLength: offset + expected.length + more,
    actualLength: offset + actual.length + (more % 2),
  }))

const check: fc.Arbitrary<CheckReport> = fc.record(
  {
    name: nastyText,
    verdict: fc.constantFrom('pass' as const, 'fail' as const, 'skipped' as const, 'broken' as const),
    durationMs: fc.constant(0),
    waitsFor: nastyText,
    failure: fc.record(
      {
        stage: fc.constantFrom(...stages),
        happened: nastyWords,
        help: nastyWords,
        event: fc.nat(40),
        crash: nastyCrash,
        bytes: difference,
        printedLast: fc.array(nastyText, { maxLength: 12 }).map((lines) => lines.join('\n')),
        byHand: fc.array(
          nastyText.map((text) => text.slice(0, 12)),
          { maxLength: 3 },
        ),
        file: nastyText,
      },
      { requiredKeys: ['stage', 'happened', 'printedLast', 'byHand'] },
    ),
    broken: fc.record({ message: nastyWords, details: nastyText }),
    transcript: anyTranscript,
  },
  { requiredKeys: ['name', 'verdict', 'durationMs'] },
)

/** Any result, with nasty text wherever text can come from elsewhere. */
export const anyResult: fc.Arbitrary<LessonResult> = fc
  .record({
    title: nastyText,
    folder: nastyText,
    verdict: fc.constantFrom('passed' as const, 'failed' as const, 'broken' as const),
    checks: fc.array(check, { maxLength: 5 }),
  })
  .map(({ title, folder, verdict, checks }) => ({
    ...failedResult,
    lesson: { ...failedResult.lesson, title },
    subject: { ...failedResult.subject, folder },
    verdict,
    checks,
  }))
