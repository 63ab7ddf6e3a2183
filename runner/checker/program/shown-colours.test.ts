import { expect, test } from 'vitest'
import { readShownText } from './shown-colours.ts'

/** The text, with each change of colour in brackets. */
function read(written: string): string {
  const { text, colours, colourAfter } = readShownText(Buffer.from(written))
  let last: number | undefined
  let told = ''
  for (let place = 0; place < text.length; place++) {
    if (colours[place] !== last) told += `[${colours[place] ?? 'none'}]`
    last = colours[place]
    told += text[place]
  }
  return colourAfter === last ? told : `${told}[${colourAfter ?? 'none'}]`
}

test('reads which characters have a colour', () => {
  expect(read('> \x1b[32mann : hi\x1b[39m\r\nnext')).toBe('> [32]ann : hi[none]\nnext')
  expect(read('\x1b[1;35mbob\x1b[0m')).toBe('[35]bob[none]')
  expect(read('\x1b[36mbob\x1b[m.')).toBe('[36]bob[none].')
  expect(read('\x1b[31mnever ended\r\n')).toBe('[31]never ended\n')
})

test('takes nothing else for a colour', () => {
  expect(read('\x1b[1mbold\x1b[22m \x1b[2K\x1b[1Gline \x1b]0;32m\x07title')).toBe('bold line title')
  expect(read('\x1b[48;5;32mback\x1b[48;2;30;31;32mground')).toBe('background')
  expect(read('\x1b[38;5;32mone of many')).toBe('[38]one of many')
})

test('counts places as a string does', () => {
  const { text, colours } = readShownText(Buffer.from('\x1b[32m😀\x1b[0mx'))
  expect(colours).toHaveLength(text.length)
  expect(colours).toEqual([32, 32, undefined])
})
