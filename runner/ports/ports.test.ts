import { expect, test } from 'vitest'
import { findAddressInUse } from './address-in-use.ts'
import { findLessonProgram } from './lesson-program.ts'

test.each([
  ['Error: listen EADDRINUSE: address already in use 127.0.0.1:9909', 9909],
  ['listen EADDRINUSE: address already in use :::9909\n', 9909],
  ['listen EADDRINUSE: address already in use ::1:9909', 9909],
  ['bind EADDRINUSE 0.0.0.0:9908', 9908],
  ["{\n  code: 'EADDRINUSE',\n  errno: -98,\n  port: 9907\n}", 9907],
  ['before\nEADDRINUSE\nafter', undefined],
  ['connect ECONNREFUSED 127.0.0.1:9909', undefined],
  ['EADDRINUSE somewhere:99999', undefined],
  ['', undefined],
])('the port in %j', (printed, port) => expect(findAddressInUse(printed)).toBe(port))

const tsx = '/book/node_modules/tsx/dist'

test.each([
  [
    'npx tsx',
    `/usr/bin/node --require ${tsx}/preflight.cjs --import file://${tsx}/loader.mjs work/01-a/server.ts`,
    '/book',
    1,
  ],
  ['from its folder', 'node --import tsx server.ts', '/book/work/02-b', 2],
  ['by its whole path', 'node /book/work/02-b/given/lab.ts 9909', '/', 2],
  ['a solution', 'node solutions/03-c/server.ts', '/book', 3],
  ['an attempt that was set aside', 'node work/03-c.before-2026-11-21/server.ts', '/book', 3],
  ['another workbook', 'node work/01-a/server.ts', '/other', undefined],
  ['a program beside the lessons', 'node work/try.ts', '/book', undefined],
  ['a starter', 'node lessons/01-a/starter/server.ts', '/book', undefined],
  ['the runner itself', 'node runner/start-up/boot.cjs lesson 1', '/book', undefined],
  ['an editor', 'vim server.ts', '/book/work/01-a', undefined],
  ['a tool in the folder', 'nc -l 9909', '/book/work/01-a', undefined],
  [
    'a tool of node that is given the file',
    'node /usr/lib/node_modules/npm/bin/npm-cli.js x',
    '/book/work/01-a',
    undefined,
  ],
  ['a shell', 'bash -c work/01-a/server.ts', '/book', undefined],
  ['nothing that may be read', '', '/book/work/01-a', undefined],
])('%s', (_, commandLine, folder, lesson) =>
  expect(findLessonProgram(commandLine.split(' '), folder, '/book')?.lesson).toBe(lesson),
)
