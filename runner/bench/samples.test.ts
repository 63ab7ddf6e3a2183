import { expect, test } from 'vitest'
import { compareSamples, findMedian, takeTurns } from './samples.ts'

const signal = new AbortController().signal

test('takes turns, and keeps nothing of the round that warms up', async () => {
  const turns: string[] = []
  let number = 0
  const measure = (name: string) => () => {
    turns.push(name)
    return Promise.resolve((number += 1))
  }
  const samplesOf = await takeTurns(
    { first: measure('first'), second: measure('second') },
    { count: 2, signal, onSample: (round) => turns.push(`round ${round}`) },
  )
  expect(turns.join(', ')).toBe('round 0, first, second, round 1, first, second, round 2, first, second')
  expect([samplesOf('first'), samplesOf('second')]).toEqual([
    [3, 5],
    [4, 6],
  ])
})

test('stops between two samples when it is cancelled', async () => {
  const controller = new AbortController()
  const measure = () => {
    controller.abort(new Error('enough'))
    return Promise.resolve(1)
  }
  const turns = takeTurns({ measure }, { count: 7, signal: controller.signal, onSample: () => {} })
  await expect(turns).rejects.toThrow('enough')
})

test('finds the value in the middle, whatever the order, and no median of nothing', () => {
  expect(findMedian([9, 1, 10])).toBe(9)
  expect(findMedian([4, 1, 3, 100])).toBe(3.5)
  expect(() => findMedian([])).toThrow(RangeError)
})

test('divides medians', () => {
  const references = [{ name: 'bare', samples: [2, 4, 90] }]
  const measured = compareSamples({ row: 'a', name: 'it', unit: 'ms', samples: [1, 2, 50], references })
  expect(measured).toMatchObject({ median: 2, references: [{ median: 4, ratio: 0.5 }] })
})
