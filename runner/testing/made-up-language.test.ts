/** Every screen in a language that nobody speaks: no word of ours is left in English, and nothing breaks. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { describeDifference as compareBytes } from '../checker/bytes/bytes.ts'
import type { TranscriptEvent } from '../checker/record/transcript.ts'
import { stages, type CheckReport, type Failure } from '../checker/record/verdict.ts'
import { Refusal } from '../edge/refusal.ts'
import { english, type Language } from '../language/language.ts'
import { say } from '../language/say.ts'
import type { Prediction } from '../lessons/predictions/parse-prediction.ts'
import { createClientSpeaker, serverSpeaker } from '../playing/participant.ts'
import type { PortFacts } from '../ports/read-port.ts'
import { resultVersion, type LessonResult } from '../results/result.ts'
import { renderByteDifference } from '../screens/bytes/byte-difference.ts'
import * as commands from '../screens/commands.ts'
import * as alternatives from '../screens/lesson/alternatives.ts'
import * as hint from '../screens/lesson/hint.ts'
import * as home from '../screens/lesson/home.ts'
import * as list from '../screens/lesson/list.ts'
import * as prediction from '../screens/lesson/prediction.ts'
import { renderMarkdown } from '../screens/markdown/render.ts'
import * as play from '../screens/play.ts'
import * as port from '../screens/port.ts'
import * as refusal from '../screens/refusal.ts'
import { renderResult } from '../screens/result/result.ts'
import { carry } from '../screens/result/stories.test-data.ts'
import * as watch from '../screens/watch.ts'
import { renderSentences, renderWords, type Screen } from '../text/screen.ts'
import { measureWidth } from '../text/width.ts'
import { listUntranslated, madeUp } from './made-up-language.ts'
import { createTemporaryWorkbook } from './temporary-workbook.ts'

// Letters that are not Latin: words of ours among them are seen at once.
const title = 'Ωμέγα'
const check = 'Ψίλον εν παντί'
const lesson = { number: 3, title, name: '03-ω' }
const row = { number: 3, title, failedCheck: check, ageMs: 720_000 }
const asked: Prediction = {
  question: 'Τί;',
  choices: ['Ναί', 'Οὔ'],
  answer: 1,
  why: 'Οὕτως.',
  run: { command: 'npx tsx work/03-ω/given/lab.ts', file: '', args: [], env: {} },
}
const owner = {
  pid: 4711,
  program: 'nc',
  commandLine: ['nc', '-l', '9909'],
  folder: '/ω',
  ageMs: 90_000,
  startTicks: 1,
  isSameUser: true,
}
const own = { ...owner, lessonProgram: { file: 'work/03-ω/server.ts', lesson: 3, isSolution: false } }
const ours = { ...own, lessonProgram: { file: 'solutions/03-ω/server.ts', lesson: 3, isSolution: true } }
const facts = (holds: PortFacts['holds'], timeWait = 0): PortFacts => ({ port: 9909, holds, timeWait })
const hold = (kind: PortFacts['holds'][number]['kind'], owners: PortFacts['holds'][number]['owners']) => ({
  kind,
  address: '127.0.0.1',
  inode: 1,
  owners,
})
const at = new Date(2026, 0, 1, 4, 5, 9)
const state = (more: object) => ({ check: 4, isUntold: false, ...more })
const outcomes = ['passed', 'failed', 'broken', 'refused'] as const
const keys = [
  { key: 'Enter', short: say`check`, long: say`check again` },
  { key: 'h', short: say`hint`, long: say`the next hint` },
]
const pairs = [
  ['ωψ', 'ωψ\n'],
  ['ωψ', 'ω'],
  ['ωψ', ''],
  ['7', '8'],
  ['é', 'è'],
  ['ω'.repeat(300), `${'ω'.repeat(299)}ψψψ`],
  ['ωψ', 'ωψ\0\u0007\u001b \t'],
] as const

const events: TranscriptEvent[] = [
  { at: 0, peer: 'Α', kind: 'connect', by: 'peer' },
  carry('Α', 'sent', 'ωψ'),
  carry('Α', 'received', 'ΩΨ'),
  { at: 3, peer: 'Α', kind: 'waited', waited: { forWhat: say`an answer`, ms: 1_500 } },
  { at: 4, peer: 'Α', kind: 'end', by: 'program' },
  carry('Σ', 'stdout', 'ω\n'),
  { at: 5, peer: 'Σ', kind: 'exit', exit: { code: 0, signal: null } },
  { at: 6, peer: 'Β', kind: 'refused', by: 'peer' },
]
const transcript = {
  program: 'Σ',
  participants: ['Σ', 'Α', 'Β'].map((id) => ({
    id,
    name: id,
    kind: id === 'Σ' ? ('program' as const) : ('peer' as const),
  })),
  omitted: 3,
  events,
}
const failure: Failure = {
  stage: 'refused',
  happened: say`One thing happened.`,
  help: say`One thing to try.`,
  peer: 'Β',
  event: 7,
  bytes: compareBytes(Buffer.from('ωψ'), Buffer.from('ω')),
  printedLast: 'ω\n'.repeat(20),
  byHand: ['npx tsx work/03-ω/server.ts', 'nc 127.0.0.1 9909'],
  file: 'server.ts',
}
const fail = (more: Partial<Failure>): CheckReport => ({
  name: check,
  verdict: 'fail',
  durationMs: 1,
  failure: { ...failure, ...more },
  transcript,
})
const failing = fail({})
const crash = { message: 'Ω: ψ', place: { file: 'work/03-ω/server.ts', line: 4, column: 2, source: 'ω()' } }
const waits: CheckReport = { name: check, verdict: 'skipped', durationMs: 0, waitsFor: check }
const obstacle = { message: say`A queue was not full.`, details: 'Ω' }
/** Everything that a judgement can come to, with checks of each kind. */
const results = (
  [
    { verdict: 'passed', checks: [{ name: check, verdict: 'pass', durationMs: 1 }] },
    { verdict: 'failed', checks: [failing, waits, { ...failing, name: 'Χ' }] },
    { verdict: 'failed', checks: stages.map((stage) => fail({ stage, crash })) },
    { verdict: 'broken', checks: [{ name: check, verdict: 'broken', durationMs: 1, broken: obstacle }] },
    { verdict: 'broken', checks: [] },
  ] satisfies Pick<LessonResult, 'verdict' | 'checks'>[]
).map((judged): LessonResult => ({
  version: resultVersion,
  lesson: { number: 3, slug: 'ω', title },
  subject: { folder: 'work/03-ω', files: [], sha256: '' },
  judgedBy: { workbook: '0.1.0', checkerSha256: '' },
  ...judged,
  expectedChecks: 7,
  startedAt: at.toISOString(),
  durationMs: 900,
  system: { node: '20.20.2', platform: 'linux', release: '6.1' },
}))

/** By the name of the function, everything that it can say. */
const samples: Readonly<Record<string, (screen: Screen) => readonly (string | readonly string[])[]>> = {
  renderCommands: (screen) => {
    const one = { usage: 'npm run check [3]', does: say`checks` }
    return [commands.renderCommands([one], [], [], screen)]
  },
  renderCommandHelp: (screen) => [
    commands.renderCommandHelp(
      { usage: 'npm run check [3]', does: say`checks`, parts: [['3', say`the lesson`]] },
      screen,
    ),
  ],
  renderAlternatives: (screen) => [
    alternatives.renderAlternatives(
      [{ name: 'ω', reasons: [{ file: 'server.ts', text: 'Οὕτως.' }] }],
      String,
      screen,
    ),
  ],
  renderHintHeading: (screen) => [hint.renderHintHeading(1, 4, true, screen)],
  renderHintFooting: (screen) => [
    hint.renderHintFooting({ lesson: 3, unread: 0 }, screen),
    hint.renderHintFooting({ lesson: 3, unread: 1 }, screen),
    hint.renderHintFooting({ lesson: 3, unread: 2 }, screen),
    hint.renderHintFooting({ lesson: 3, unread: 2, nextWhenToldAgain: 2 }, screen),
  ],
  renderTitle: (screen) => [
    home.renderTitle({ lessonCount: 1, lessonsDone: 0 }, screen),
    home.renderTitle({ lessonCount: 19, lessonsDone: 2 }, screen),
  ],
  renderFirstStart: (screen) => [
    home.renderFirstStart({ lessonCount: 19, lessonsDone: 0, first: lesson }, screen),
  ],
  renderStatus: (screen) =>
    (['not-started', 'started', 'failed', 'done'] as const).map((state) =>
      home.renderStatus({ lessonCount: 2, lessonsDone: 2, current: { ...row, state }, next: lesson }, screen),
    ),
  renderList: (screen) => [
    list.renderList(
      [
        { ...row, state: 'failed' },
        ...[0, 60_000, 3_600_000, 90_000_000, 8 * 86_400_000, 40 * 86_400_000, 900 * 86_400_000].map(
          (ageMs) => ({
            ...row,
            state: 'done' as const,
            ageMs,
          }),
        ),
        { number: 5, title, state: 'not-started' },
        { number: 6, title, state: 'started', ageMs: 1 },
      ],
      screen,
    ),
  ],
  renderQuestion: (screen) => [prediction.renderQuestion(asked, screen, say`Esc: no idea`)],
  renderChoices: (screen) => [prediction.renderChoices(asked, screen)],
  renderAnswer: (screen) => [undefined, 0, 1].map((chosen) => prediction.renderAnswer(asked, chosen, screen)),
  renderSeeYourself: (screen) => [prediction.renderSeeYourself(asked, screen)],
  renderWholePrediction: (screen) => [prediction.renderWholePrediction(asked, screen)],
  renderExperimentHeading: (screen) => [prediction.renderExperimentHeading('npx tsx work/lab.ts', screen)],
  renderExperimentLine: (screen) => [prediction.renderExperimentLine('ω', screen)],
  renderExperimentEnd: (screen) =>
    (['ended', 'interrupted', 'too-long', 'not-started'] as const).flatMap((how) =>
      [0, 1, 2].map((unshownLines) =>
        prediction.renderExperimentEnd(
          { how, reason: say`exit code ${0}`, isSuccess: false, unshownLines },
          90_000,
          screen,
        ),
      ),
    ),
  renderPlayOpening: (screen) => [
    play.renderPlayOpening(
      { title: say`play`, cast: say`cast`, commands: [], remarks: [say`remark`], isTyped: true },
      screen,
    ),
  ],
  renderPlayHelp: (screen) => [play.renderPlayHelp([{ name: 'ω', does: say`does` }], 'udp', screen)],
  renderSpokenLine: (screen) =>
    [serverSpeaker, createClientSpeaker(12), play.wireSpeaker, play.youSpeaker].flatMap((speaker) =>
      [play.describeLeftOut(1), play.describeLeftOut(2), play.describeLastLines(20)].map((line) =>
        play.renderSpokenLine(speaker, line, screen),
      ),
    ),
  renderPlayNote: (screen) => [play.renderPlayNote(say`${'ω'} has left.`, screen)],
  renderPort: (screen) => [
    port.renderPort(facts([]), screen),
    port.renderPort(facts([hold('listener', [own]), hold('datagrams', [ours])], 1), screen),
    port.renderPort(facts([hold('connection', [owner])]), screen),
    port.renderPort(facts([hold('datagrams', [{ ...own, isSameUser: false }])]), screen),
    port.renderPort(facts([hold('connection', []), hold('connection', [])], 2), screen),
    port.renderPort(
      facts([
        hold(
          'listener',
          [1, 2, 3, 4, 5, 6].map((pid) => ({ ...owner, pid })),
        ),
      ]),
      screen,
    ),
    port.renderPort(facts([], 3), screen),
  ],
  renderLookUp: (screen) => ['win32', 'darwin'].map((platform) => port.renderLookUp(9909, platform, screen)),
  renderRefusal: (screen) => [refusal.renderRefusal(new Refusal(say`No.`, [say`One.`, say`Two.`]), screen)],
  renderWatch: (screen) =>
    [
      state({}),
      state({ missing: 'work' }),
      state({ running: { ended: 2, expected: 8 }, latest: { check: 3, outcome: 'failed', at } }),
      ...outcomes.map((outcome) => state({ latest: { check: 4, outcome, at }, deaf: 'proved' })),
    ].map(
      (state) =>
        watch.renderWatch(
          {
            state,
            lesson,
            lessonsDone: 2,
            lessonCount: 8,
            body: Array.from({ length: 40 }, () => 'ω'),
            chooseOffset: () => 5,
            isWatching: true,
            elapsedMs: 12_345,
            heading: { line: 1, text: `✗ ${check}` },
            keyLine: watch.renderKeyLine(keys, screen),
          },
          screen,
          20,
        ).lines,
    ),
  renderLatest: (screen) =>
    outcomes.map((outcome) => renderSentences(watch.renderLatest({ check: 4, outcome, at }, screen), screen)),
  renderMissing: (screen) =>
    (['work', 'lesson'] as const).map((what) => watch.renderMissing(what, lesson, screen)),
  renderDeafness: (screen) => [
    watch.renderDeafness(state({ deaf: 'proved' }), screen),
    watch.renderDeafness(state({ deaf: { reason: 'ΩΨ' } }), screen),
  ],
  renderKeyLine: (screen) => [watch.renderKeyLine(keys, screen)],
  renderKeys: (screen) => [watch.renderKeys(keys, screen)],
  renderResult: (screen) =>
    [true, false].flatMap((verbose) =>
      results.map((result) =>
        renderResult(result, screen, {
          lessonsDone: 3,
          lessonCount: 19,
          next: { number: 4, title },
          canDoNow: 'ωψ',
          verboseCommand: 'npm run check 3 -- --verbose',
          verbose,
        }),
      ),
    ),
  renderByteDifference: (screen) =>
    pairs.map(([due, came]) =>
      renderByteDifference(compareBytes(Buffer.from(due), Buffer.from(came)), screen),
    ),
  renderMarkdown: (screen) => [
    renderMarkdown('# Ω\n\n## Ψ\n\n### Ω\n\n> Ψ\n\n| Ω | Ψ |\n| --- | --- |\n| Ω | Ψ |\n', screen),
    renderMarkdown(
      '```mermaid\nsequenceDiagram\nparticipant a as Ω\nparticipant b as Ψ\na->>b: Ω\n```\n',
      screen,
    ),
  ],
  describePlayPrompt: (screen) =>
    [
      play.describePlayPrompt(serverSpeaker.name, false),
      play.describePlayPrompt(undefined, true),
      play.describePlayPrompt(undefined, false),
    ].map((words) => renderWords(words, screen)),
}

/** Screens that are drawn by another one here. */
const elsewhere = ['result', 'conversation', 'markdown', 'pictures', 'bytes']

const screens = [40, 80].flatMap((width) =>
  [true, false].map((plain): Screen => ({ width, plain, colour: false, language: madeUp })),
)

describe.each(Object.entries(samples))('%s', (name, render) => {
  test.each(screens)('$width columns, plain: $plain', (screen) => {
    for (const text of render(screen).map((lines) =>
      typeof lines === 'string' ? lines : lines.join('\n'),
    )) {
      expect(listUntranslated(text), text).toEqual([])
      // A line that a program printed is not broken where nothing is drawn.
      if (screen.plain && name === 'renderSpokenLine') continue
      for (const line of text.split('\n'))
        // Code stays whole, and a quotation is cut by itself.
        if (!/npx|npm|git|\/|lsof|netstat/u.test(line))
          expect(measureWidth(line), line).toBeLessThanOrEqual(screen.width)
    }
  })
})

test.each(screens)('commands: $width columns, plain: $plain', async ({ width, plain }) => {
  await using workbook = await createTemporaryWorkbook()
  const readme = `# ${title}\n\nΩ.\n\n## Try it yourself\n\nΨ.\n`
  for (const name of ['01-upper-case', '02-lower-case'])
    await workbook.write(`lessons/${name}/README.md`, readme)
  await workbook.write('lessons/01-upper-case/hints.md', '# Ω\n\n## Ψ\n\nΩ.\n\n## Ω\n\nΨ.\n')
  await workbook.beginFirst()
  const calls = [
    'start',
    'list',
    'help',
    'help check',
    'help lesson',
    'hint 1',
    'hint 1',
    'hint 1',
    'hint 1 7',
    'hint 1 x',
    'diff 1',
    'diff 1 solution',
    'solution 1',
    'reset 1',
    'port 9',
    'port x',
    'lesson 7',
    'lesson 1 watch',
    'list 3',
    'check 1 --watch',
    'chek',
    'check 2',
    'play 1 ω',
    'start',
  ]
  for (const call of calls) {
    const { stdout, stderr } = await workbook.run(call.split(' '), {
      language: madeUp,
      columns: width,
      plain,
    })
    expect(listUntranslated(stdout + stderr), call).toEqual([])
    for (const line of (stdout + stderr).split('\n'))
      if (!/npx|npm|git|\//u.test(line)) expect(measureWidth(line), line).toBeLessThanOrEqual(width)
  }
})

test('no screen is missing among these', async () => {
  const folder = join(import.meta.dirname, '../screens')
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.ts') && !/\.test/u.test(file) && !elsewhere.includes(file.split('/')[0] ?? ''),
  )
  const modules: object[] = await Promise.all(files.map((file) => import(join(folder, file))))
  const names = modules.flatMap((module) => Object.keys(module).filter((name) => name.startsWith('render')))
  // The report, which is a file, and the wire are made of results.
  const missing = names.filter((name) => !Object.hasOwn(samples, name))
  expect(missing.filter((name) => !['renderReport', 'renderPlayWire'].includes(name))).toEqual([])
})

test('finds a word that stands outside brackets, and nothing else', () => {
  const screen = { language: madeUp }
  expect(listUntranslated(renderWords(say`One ${say`two`} three`, screen))).toEqual([])
  expect(listUntranslated(`${renderWords(say`One`, screen)} two npm run lesson 3`)).toEqual(['two'])
  expect(listUntranslated('⟦One is cut he…\nand two')).toEqual(['and', 'two'])
  const spoken: Language = english
  expect(listUntranslated(renderWords(say`One ${'two'}`, { language: spoken }))).toEqual(['One', 'two'])
})
