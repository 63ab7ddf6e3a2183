import { expect, test } from 'vitest'
import { measureWidth } from '../text/width.ts'
import { renderPlayNote, renderPlayOpening, renderPlayWire, renderSpokenLine } from './play.ts'
import { english } from '../language/language.ts'

const screen = (width: number, plain = false) => ({ width, colour: false, plain, language: english })
const server = { name: 'server', role: 'server' } as const
const client = (number: number) => ({ name: `client ${number}`, role: 'client', number }) as const
const names = { peer: 'client 1', server: 'your server' }
const event = {
  at: 12,
  peer: 'client 1',
  kind: 'sent',
  bytes: Buffer.from('hello').toString('base64'),
  length: 5,
} as const

test('who says a line stands before it, and what would drive the screen is made visible', () => {
  expect(renderSpokenLine(server, 'up \x1b[2J\x07', screen(80))).toEqual(['server   │ up \\x1b[2J\\x07'])
  expect(renderSpokenLine(client(12), '\t世界', screen(80))).toEqual(['client 12 │   世界'])
  expect(renderSpokenLine(server, '\x1b[2J', screen(80, true))).toEqual(['server: \\x1b[2J'])
})

test.each([20, 40, 60, 80, 200])(
  'at %d columns no row is wider than the screen, and a long line is cut',
  (width) => {
    for (const line of ['x'.repeat(1_000), '世界🎉 '.repeat(200)]) {
      const rows = renderSpokenLine(client(1), line, screen(width))
      expect(rows).toHaveLength(4)
      expect(rows.at(-1)).toMatch(/…$/u)
      expect(Math.max(...rows.map(measureWidth))).toBeLessThanOrEqual(width)
    }
    for (const row of [
      ...renderPlayWire(event, names, screen(width)),
      ...renderPlayNote('Your server has ended with exit code 1. /again starts it again.', screen(width)),
    ])
      expect(measureWidth(row)).toBeLessThanOrEqual(width)
  },
)

test('the wire is drawn where there is room, and told in words elsewhere', () => {
  expect(renderPlayWire(event, names, screen(80)).join()).toMatch(
    /^wire {5}│ +12 ms {2}client 1 +── "hello" ─+▶ your server$/u,
  )
  expect(renderPlayWire(event, names, screen(60))).toEqual([
    'wire     │ 12 ms: client 1 sends to your server "hello"',
  ])
  expect(renderPlayWire(event, names, screen(40))).toEqual([
    'wire     │ 12 ms: client 1 sends to your',
    '         │ server "hello"',
  ])
  expect(renderPlayWire(event, names, screen(40, true))).toEqual([
    'wire: 12 ms: client 1 sends to your',
    'server "hello"',
  ])
})

test('the opening tells how to do it without us, and how to type only where somebody can', () => {
  const opening = {
    title: 'Lesson 3 · Connection loop · play',
    cast: 'Here play your server.ts and a client of ours.',
    commands: ['PORT=9909 npx tsx work/03-connection-loop/server.ts', 'nc 127.0.0.1 9909'],
    remarks: [],
  }
  const typed = renderPlayOpening({ ...opening, isTyped: true }, screen(80))
  expect(typed).toContain(
    '  1  PORT=9909 npx tsx work/03-connection-loop/server.ts\n  2  nc 127.0.0.1 9909\n',
  )
  expect(typed).toContain('Tab: type to the next one')
  expect(renderPlayOpening({ ...opening, isTyped: true }, screen(80, true))).not.toContain('Tab')
  expect(renderPlayOpening({ ...opening, isTyped: false }, screen(80))).not.toContain('/quit')
})
