import { expect, test } from 'vitest'
import { leaveGapsOpen } from './open-gaps.ts'
import { quoteForSentence } from '../../language/quotation.ts'
import { inEnglish, say } from '../../language/say.ts'

test('of a sentence remains what is the same each time', () => {
  const tell = (port: number, bytes: string) =>
    inEnglish(
      leaveGapsOpen(say`Your ${say`server`} sent ${quoteForSentence(bytes)} on port ${port} of ${'host'}.`),
    )
  expect(tell(1, 'a')).toBe('Your server sent … on port … of ….')
  expect(tell(2, 'b'.repeat(100))).toBe(tell(1, 'a'))
  expect(leaveGapsOpen('printed')).toBe('printed')
})
