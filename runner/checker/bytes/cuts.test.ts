/** Every single cut is tried, then random ones by their seed, and the smallest that fails is found. */
import { describe, expect, test } from 'vitest'
import { inEnglish } from '../../language/say.ts'
import { type Cut, cutBytes, describeCut, findFailingCut, listCuts } from './cuts.ts'
import { CheckFailure } from '../record/failure.ts'

test('pieces are the whole again', () => {
  expect(cutBytes('abcdef', [1, 4]).map(String)).toEqual(['a', 'bcd', 'ef'])
  expect(cutBytes('ab', []).map(String)).toEqual(['ab'])
  for (const cut of listCuts(9, { seed: 4 })) {
    const pieces = cutBytes('abcdefghi', cut)
    expect(pieces.every(({ length }) => length > 0)).toBe(true)
    expect(Buffer.concat(pieces).toString()).toBe('abcdefghi')
  }
})

test('each single cut comes first, then random ones, the same for the same seed', () => {
  const cuts = listCuts(6, { seed: 1, count: 10 })
  expect(cuts.slice(0, 5)).toEqual([[1], [2], [3], [4], [5]])
  expect(cuts).toHaveLength(15)
  expect(listCuts(6, { seed: 1, count: 10 })).toEqual(cuts)
  expect(listCuts(6, { seed: 2, count: 10 })).not.toEqual(cuts)
  for (const cut of cuts) expect([...new Set(cut)].toSorted((a, b) => a - b)).toEqual(cut)
  expect([0, 1, 2].map((length) => listCuts(length, { seed: 1 }))).toEqual([[], [], [[1]]])
})

describe('the smallest failing cut', () => {
  const find = async (fails: (cut: readonly number[]) => boolean) => {
    const tried: Cut[] = []
    const found = await findFailingCut(
      'abcdefghijkl',
      async (pieces) => {
        let place = 0
        const cut = pieces.slice(0, -1).map(({ length }) => (place += length))
        tried.push(cut)
        if (fails(cut)) throw new CheckFailure('silent', `at ${cut.join()}`)
      },
      { seed: 3 },
    )
    return { found, tried }
  }

  test('is none where all pass', async () => {
    const { found, tried } = await find(() => false)
    expect(found).toBeUndefined()
    expect(tried).toHaveLength(11 + 20)
  })

  test('is the first single one, and nothing is tried after it', async () => {
    const { found, tried } = await find((cut) => (cut[0] ?? 0) >= 5)
    expect(found).toMatchObject({ cut: [5], failure: { stage: 'silent', happened: 'at 5' } })
    expect(tried).toHaveLength(5)
  })

  test('is what is left of a random one', async () => {
    const { found } = await find((cut) => cut.length >= 2)
    expect(found?.cut).toHaveLength(2)
    const { found: three } = await find((cut) => cut.length >= 3)
    expect(three?.cut).toHaveLength(3)
    expect(three?.failure.happened).toBe(`at ${three?.cut.join()}`)
  })

  test('is not sought where the fault is ours', async () => {
    const ours = findFailingCut('ab', () => Promise.reject(new TypeError('ours')), { seed: 1 })
    await expect(ours).rejects.toThrow(TypeError)
  })
})

test('a cut is said in words', () => {
  expect(inEnglish(describeCut([2]))).toBe('cut after byte 2')
  expect(inEnglish(describeCut([2, 5, 9]))).toBe('cut after the bytes 2, 5 and 9')
})
