/** A storm is a pure function of its seed, and does nothing but lose, double, reorder and bring a stranger's. */
import { describe, expect, test } from 'vitest'
import { inEnglish } from '../../language/say.ts'
import { createRandom } from '../bytes/random.ts'
import { createFates, createStorm, describeStorm, type Storm } from './storm.ts'

const seeds = Array.from({ length: 200 }, (_, seed) => seed)

const indices = ({ deliveries }: Storm) =>
  deliveries.flatMap((delivery) => ('stranger' in delivery ? [] : [delivery.index]))
const countStrangers = ({ deliveries }: Storm) =>
  deliveries.filter((delivery) => 'stranger' in delivery).length

test('random numbers are below their limit, the same for the same seed, and spread', () => {
  const draw = (seed: number) => {
    const random = createRandom(seed)
    return Array.from({ length: 1_000 }, () => random(10))
  }
  expect(draw(1)).toEqual(draw(1))
  expect(draw(1)).not.toEqual(draw(2))
  for (const seed of [0, 1, 2, -1, 2 ** 31]) {
    const counts = Array.from(
      { length: 10 },
      (_, digit) => draw(seed).filter((each) => each === digit).length,
    )
    expect(Math.min(...counts)).toBeGreaterThan(60)
    expect(counts.reduce((sum, count) => sum + count)).toBe(1_000)
  }
})

describe('a storm', () => {
  test('is the same for the same seed', () => {
    for (const seed of seeds) expect(createStorm(seed, 74)).toEqual(createStorm(seed, 74))
    expect(new Set(seeds.map((seed) => JSON.stringify(createStorm(seed, 12)))).size).toBeGreaterThan(190)
  })

  test('brings each datagram once, but for those that it loses and doubles', () => {
    for (const seed of seeds) {
      const storm = createStorm(seed, 20)
      const due = Array.from({ length: 20 }, (_, index) => index).flatMap((index) =>
        storm.lost.includes(index) ? [] : storm.doubled.includes(index) ? [index, index] : [index],
      )
      expect(indices(storm).toSorted((a, b) => a - b)).toEqual(due)
    }
  })

  test('says which came late: after one that was sent later', () => {
    for (const seed of seeds) {
      const storm = createStorm(seed, 20)
      const came = indices(storm)
      const isLate = (index: number) => came.slice(0, came.indexOf(index)).some((before) => before > index)
      expect(
        came.filter((each, place) => isLate(each) && came.indexOf(each) === place).toSorted((a, b) => a - b),
      ).toEqual(storm.late)
    }
  })

  test('does all four, in about one storm in so many', () => {
    const storms = seeds.map((seed) => createStorm(seed, 10))
    for (const count of [
      (storm: Storm) => storm.lost.length,
      (storm: Storm) => storm.doubled.length,
      (storm: Storm) => storm.late.length,
      countStrangers,
    ])
      expect(storms.filter((storm) => count(storm) > 0).length).toBeGreaterThan(seeds.length / 3)
  })

  test('knows no other fate than those it is told', () => {
    for (const seed of seeds) {
      const storm = createStorm(seed, 20, { fates: ['late'] })
      expect([storm.lost, storm.doubled, countStrangers(storm)]).toEqual([[], [], 0])
      expect(createStorm(seed, 5, { fates: [] }).deliveries).toEqual(
        [0, 1, 2, 3, 4].map((index) => ({ index })),
      )
    }
  })

  test('over nothing brings nothing', () => {
    expect(createStorm(1, 0).deliveries).toEqual([])
  })

  test('says what it did', () => {
    const quiet = { seed: 3, deliveries: [{ index: 0 }], lost: [], doubled: [], late: [] }
    expect(inEnglish(describeStorm(quiet))).toBe('Storm 3: all came once and in order.')
    const wild: Storm = {
      ...quiet,
      deliveries: [{ stranger: true }, { index: 1 }],
      lost: [2, 5],
      doubled: [3],
      late: [0, 1, 4],
    }
    expect(inEnglish(describeStorm(wild, 1))).toBe(
      'Storm 3: lost 3 and 6; doubled 4; late 1, 2 and 5; from a stranger 1.',
    )
  })

  test('its fates, one at a time, are those of the whole', () => {
    const next = createFates(9)
    const fates = Array.from({ length: 30 }, () => next())
    const storm = createStorm(9, 30)
    expect(fates.flatMap((fate, index) => (fate === 'lost' ? [index] : []))).toEqual(storm.lost)
    expect(fates.flatMap((fate, index) => (fate === 'doubled' ? [index] : []))).toEqual(storm.doubled)
  })
})
