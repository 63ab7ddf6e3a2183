import { describe, expect, it } from 'vitest'
import { renderByHand } from './by-hand.ts'
import { english } from '../../language/language.ts'

describe('renderByHand', () => {
  it('shows one command beside the label and several below it', () => {
    const screen = { width: 80, colour: false, plain: false, language: english }
    expect(renderByHand([], screen)).toEqual([])
    expect(renderByHand(['nc 127.0.0.1 9909'], screen)).toEqual(['By hand:  nc 127.0.0.1 9909'])
    expect(renderByHand(['npx tsx a.ts', 'nc'], screen).slice(1)).toEqual(['  1  npx tsx a.ts', '  2  nc'])
  })

  it('breaks a long command where a shell reads on, and never inside quotation marks', () => {
    const command = String.raw`printf 'hello word,  this is\r\n' | nc -q 1 127.0.0.1 9909 | od -c`
    expect(renderByHand([command], { width: 50, colour: false, plain: false, language: english })).toEqual([
      String.raw`By hand:  printf 'hello word,  this is\r\n' | nc \ `.trimEnd(),
      String.raw`          -q 1 127.0.0.1 9909 | od -c`,
    ])
  })

  it('lets what a person does meanwhile be words, and no part of the command', () => {
    const command = "printf 'a    b' | nc 127.0.0.1 9909    and, before it answers, Ctrl-C"
    const screen = { width: 50, colour: false, plain: false, language: english }
    expect(renderByHand([command], screen)).toEqual([
      "By hand:  printf 'a    b' | nc 127.0.0.1 9909",
      '            and, before it answers, Ctrl-C',
    ])
  })
})
