import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { measureWidth } from '../../text/width.ts'
import { renderResult } from './result.ts'
import { renderFailure } from './result-failed.ts'
import { anyResult, carry, failedResult, nastyText } from './stories.test-data.ts'
import { english } from '../../language/language.ts'

const screen = { width: 80, colour: false, plain: false, language: english }
const context = { lessonsDone: 3, lessonCount: 19 }
const [passing, failing] = failedResult.checks

/** The failed result with another advice. */
function adviseWith(help: string) {
  const checks = failing?.failure ? [{ ...failing, failure: { ...failing.failure, help } }] : []
  return { ...failedResult, checks }
}

describe('renderResult', () => {
  it('tells a failure', () => {
    expect(renderResult(failedResult, screen, context)).toBe(
      String.raw`
Lesson 3 · Connection loop                     work/03-connection-loop/server.ts

  ✓ answers one client
  ✗ serves the next client after the first has left           connection refused
  · 5 checks wait for this one

Your server took one client and then stopped listening. The second client's
connection was refused by the system: nobody was listening on 127.0.0.1:41734
any more. Your program ended by itself, with exit code 0.

Try: what does your program do after the loop over the first connection ends?

  first client                    your server                   second client
        │ ── connect ────────────────▶ │                              │
        │ ── "one" ──────────────────▶ │                              │
        │ ◀────────────────── "ONE" ── │                              │
        │ ── end (FIN) ──────────────▶ │                              │
        │ ◀────────────── end (FIN) ── │                              │
        │                              │ prints "client left\n"       │
        │                              ┴ ends with exit code 0        │
        │                              ✗ ◀─────── connect, refused ── │

It printed last:    client left

By hand, each in a terminal of its own:
  1  npx tsx work/03-connection-loop/server.ts
  2  nc 127.0.0.1 9909
  3  nc 127.0.0.1 9909`.slice(1),
    )
  })

  it('tells a failure in words where nothing is drawn', () => {
    expect(renderResult(failedResult, { ...screen, plain: true }, context)).toBe(
      String.raw`
Lesson 3, Connection loop
work/03-connection-loop/server.ts

Passed: answers one client
Failed: serves the next client after the first has left (connection refused)
5 checks wait for this one

Your server took one client and then stopped listening. The second client's
connection was refused by the system: nobody was listening on 127.0.0.1:41734
any more. Your program ended by itself, with exit code 0.

Try: what does your program do after the loop over the first connection ends?

1. first client connects to your server
2. first client sends to your server "one"
3. your server sends to first client "ONE"
4. first client sends end (FIN) to your server
5. your server sends end (FIN) to first client
6. your server prints "client left\n"
7. your server ends with exit code 0
8. Wrong here: second client tries to connect to your server and is refused

It printed last:    client left

By hand, each in a terminal of its own:
  1  npx tsx work/03-connection-loop/server.ts
  2  nc 127.0.0.1 9909
  3  nc 127.0.0.1 9909`.slice(1),
    )
  })

  it('tells one of several failures alone, and which of them it is', () => {
    const second = failing && { ...failing, name: 'serves the third' }
    const result = { ...failedResult, checks: [passing, failing, second].flatMap((check) => check ?? []) }
    const text = renderFailure(result, 2, screen, context).join('\n')
    expect(text).toMatch(/^Failure 2 of 2\n\n✗ serves the third\n\nYour server took one client/)
    expect(text).not.toContain('serves the next client')
    expect(renderFailure(result, 1, { ...screen, plain: true }, context)).toContain(
      `Failed: ${failing?.name}`,
    )
    expect(renderFailure(result, 3, screen, context)).toEqual([])
  })

  it.each([
    ['Write the prompt by hand, process.stdout.write(">>>: "), before each line.', '(">>>: ")'],
    [
      'Not one socket for both: createSocket({ type: "udp4", reuseAddr: true }).',
      '({ type: "udp4", reuseAddr: true })',
    ],
    [
      'An answer like "take a number (or none)" is a literal, and the server\'s own.',
      '"take a number (or none)"',
    ],
    [
      'Listen for what ends: words[words.length - 1] is the last, `npx tsc -p work` finds more.',
      '[words.length - 1]',
    ],
    ['By itself: `npx tsc -p work` finds more of the same kind.', '`npx tsc -p work`'],
  ])('does not break the code in an advice: %s', (help, code) => {
    const result = adviseWith(help)
    for (let width = 48; width <= 90; width++) {
      const text = renderResult(result, { ...screen, width }, context)
      expect(text).toContain(code)
      expect(text.replaceAll(/\s+/g, ' ')).toContain(`Try: ${help}`)
    }
  })

  it('breaks the brackets of a sentence, and code for which no line is long enough, at what is inside', () => {
    const help =
      'Take it (the socket that was opened last, or any other) by createSocket({ type: "udp four", reuseAddr: true })'
    const result = adviseWith(help)
    const text = renderResult(result, { ...screen, width: 40 }, context)
    expect(text).toContain('Try: Take it (the socket that was opened')
    expect(text).toContain('"udp four"')
    expect(text).not.toContain('createSocket({ type: "udp four", reuseAddr')
  })

  it('says where more of a conversation is, but only when something of it was left out', () => {
    const told = { ...context, fullTranscriptAt: 'work/.last/03.txt', verboseCommand: 'npm run check 3' }
    expect(renderResult(failedResult, screen, told)).not.toContain('More of the conversation')
    const events = Array.from({ length: 40 }, (_, index) => carry(`client ${index}`, 'sent', 'one'))
    const transcript = { program: 'your server', participants: [], omitted: 0, events }
    const result = { ...failedResult, checks: failing ? [{ ...failing, transcript }] : [] }
    const whole = 'More of the conversation: '
    expect(renderResult(result, screen, told)).toContain(`\n${whole}work/.last/03.txt\n`)
    const { verboseCommand } = told
    expect(renderResult(result, screen, { ...context, verboseCommand })).toContain(
      `${whole}npm run check 3\n`,
    )
  })

  it('tells a pass', () => {
    const passed = { ...failedResult, verdict: 'passed' as const, checks: passing ? [passing, passing] : [] }
    const next = { number: 4, title: 'Interactive client: drive a connection from the keyboard' }
    const canDoNow = 'serve one client after another, and outlive a bad one.'
    expect(renderResult(passed, screen, { ...context, next, canDoNow })).toBe(
      `
✓ Lesson 3 · Connection loop · 2 checks                          3 of 19 lessons

What you can do now: serve one client after another, and outlive a bad one.
  npm run solution 3        a way to write it, others, and why they differ
  npm run diff 3 solution   how ours differs from yours
  npm run lesson 4          Interactive client: drive a connection from the
                            keyboard`.slice(1),
    )
  })

  it('tells a failure of ours', () => {
    const broken = { message: 'EMFILE: too many open files\nat x', details: 'EMFILE\n  at x' }
    const result = { ...failedResult, verdict: 'broken' as const, checks: [], broken }
    const verboseCommand = 'npm run check 3 -- --verbose'
    expect(renderResult(result, screen, { ...context, verboseCommand })).toBe(
      `
The checker of lesson 3 could not do its work, so there is no verdict.
This is our mistake, not yours. What happened: EMFILE: too many open files
All that is known about it: npm run check 3 -- --verbose`.slice(1),
    )
    expect(renderResult(result, screen, { ...context, verbose: true })).toContain('\n    EMFILE\n      at x')
  })

  it('tells only the first failing check in full, and one check that waits in the singular', () => {
    const checks = failing
      ? [
          failing,
          { ...failing, name: 'another' },
          { ...failing, name: 'last', verdict: 'skipped' as const, waitsFor: 'another' },
        ]
      : []
    const text = renderResult({ ...failedResult, checks }, screen, context)
    expect(text.match(/Try:/g)).toHaveLength(1)
    expect(text).toMatch(/ {2}✗ another +connection refused\n {2}· 1 check waits for this one\n/)
  })

  it('says what broke of which the result tells only numbers', () => {
    const result = { ...failedResult, verdict: 'broken' as const, checks: [] }
    expect(renderResult(result, screen, context)).toContain('Of 7 checks, 0 were run.')
  })

  it('never exceeds the width and lets nothing through that drives a terminal', () => {
    fc.assert(
      fc.property(
        anyResult,
        nastyText,
        fc.integer({ min: 40, max: 120 }),
        fc.boolean(),
        fc.boolean(),
        (result, text, width, verbose, plain) => {
          const all = {
            ...context,
            file: text,
            canDoNow: text,
            fullTranscriptAt: text,
            verboseCommand: text,
            verbose,
          }
          const shown = renderResult(
            result,
            { width, colour: false, plain, language: english },
            { ...all, next: { number: 4, title: text } },
          )
          expect(shown.replaceAll('\n', '')).not.toMatch(/\p{Cc}|\p{Cf}/u)
          // A word of a command is never broken, so those may be wider; the commands here are shorter than that.
          for (const line of shown.split('\n'))
            if (!line.includes('\\x')) expect(measureWidth(line)).toBeLessThanOrEqual(width)
        },
      ),
      { numRuns: 300 },
    )
  })
})
