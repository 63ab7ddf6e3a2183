import { expect, test } from 'vitest'
import { chooseColour, chooseLinks, choosePlain, chooseWidth } from './terminal.ts'

test.each([
  [{}, true, true],
  [{}, false, false],
  [{ TERM: 'dumb' }, true, false],
  [{ NO_COLOR: '1' }, true, false],
  [{ NO_COLOR: '' }, true, true],
  [{ NO_COLOR: '0' }, true, false],
  [{ FORCE_COLOR: '1' }, false, true],
  [{ FORCE_COLOR: '0' }, true, false],
  [{ FORCE_COLOR: '' }, false, false],
  [{ FORCE_COLOR: '1', TERM: 'dumb' }, true, true],
  [{ NO_COLOR: '1', FORCE_COLOR: '1' }, true, false],
  [{ ACCESSIBLE: '1' }, true, false],
  [{ ACCESSIBLE: '1', FORCE_COLOR: '1' }, true, false],
  [{ ACCESSIBLE: '0' }, true, true],
])('with %o and stdout a terminal: %s, there is colour: %s', (env, isTTY, colour) => {
  expect(chooseColour(env, { isTTY })).toBe(colour)
})

test.each([
  [{}, true, false],
  [{}, false, true],
  [{ TERM: 'dumb' }, true, true],
  [{ ACCESSIBLE: '1' }, true, true],
  [{ ACCESSIBLE: 'yes' }, true, true],
  [{ ACCESSIBLE: '' }, true, false],
  [{ ACCESSIBLE: '0' }, true, false],
  [{ ACCESSIBLE: 'false' }, true, false],
  [{ LANG: 'C' }, true, true],
  [{ LANG: 'C.UTF-8' }, true, false],
  [{ LC_ALL: 'POSIX', LANG: 'de_DE.UTF-8' }, true, true],
  [{ LC_ALL: 'de_DE.UTF-8', LANG: 'C' }, true, false],
  [{ FORCE_COLOR: '1' }, false, true],
])('with %o and stdout a terminal: %s, all is said in words: %s', (env, isTTY, plain) => {
  expect(choosePlain(env, { isTTY })).toBe(plain)
})

test.each([
  [{}, true, false],
  [{ TERM: 'xterm-kitty' }, true, true],
  [{ TERM: 'xterm-kitty' }, false, false],
  [{ TERM: 'xterm-256color', TERM_PROGRAM: 'vscode' }, true, true],
  [{ TERM: 'xterm-256color', TERM_PROGRAM: 'Apple_Terminal' }, true, false],
  [{ TERM: 'xterm-256color', VTE_VERSION: '7006' }, true, true],
  [{ TERM: 'xterm-256color', VTE_VERSION: '4803' }, true, false],
  [{ TERM: 'tmux-256color', VTE_VERSION: '7006', TMUX: '/tmp/tmux' }, true, false],
  [{ WT_SESSION: 'one' }, true, true],
  [{ FORCE_HYPERLINK: '1' }, true, true],
  [{ FORCE_HYPERLINK: '0', TERM: 'xterm-kitty' }, true, false],
  [{ FORCE_HYPERLINK: '1', TERM: 'dumb' }, true, false],
])('with %o and stdout a terminal: %s, there are links: %s', (env, isTTY, links) => {
  expect(chooseLinks(env, { isTTY })).toBe(links)
})

test.each([
  [{}, 132, 132],
  [{ COLUMNS: '60' }, 132, 132],
  [{ COLUMNS: '60' }, undefined, 60],
  [{ COLUMNS: 'wide' }, undefined, 80],
  [{ COLUMNS: '0' }, undefined, 80],
  [{}, 0, 80],
  [{}, 3, 20],
])('with %o and a terminal of %s columns, the width is %i', (env, columns, width) => {
  expect(chooseWidth(env, columns === undefined ? {} : { columns })).toBe(width)
})
