/** The same seed does the same to the same datagrams; what it does is told, and nothing else happens to them. */
import { expect, test } from 'vitest'
import { inEnglish } from '../language/say.ts'
import { Weather } from './weather.ts'

function play(seed: number, count: number) {
  const told: string[] = []
  const came: string[] = []
  const weather = new Weather(seed, (sentence) => told.push(inEnglish(sentence)))
  for (let number = 0; number < count; number++)
    weather.pass('to the server', {
      bytes: Buffer.from(`at ${number}`),
      from: 'client 1',
      to: 'the server',
      deliver: () => came.push(String(number)),
      deliverStrangers: (bytes) => came.push(bytes.toString()),
    })
  return { told, came }
}

test('is the same for the same seed, and another for another', () => {
  expect(play(7, 50)).toEqual(play(7, 50))
  expect(play(7, 50)).not.toEqual(play(8, 50))
})

test('loses, doubles, brings late and brings what a stranger forged, and tells each', () => {
  const { told, came } = play(7, 100)
  const count = (what: RegExp) => told.filter((line) => what.test(line)).length
  const [lost, doubled, late, strange] = [
    /is lost/,
    /comes twice/,
    /is late/,
    /a stranger sends the server/,
  ].map(count)
  for (const each of [lost, doubled, late, strange]) expect(each).toBeGreaterThan(3)
  expect(told.every((line) => line.startsWith('Storm 7: a '))).toBe(true)
  const own = came.filter((word) => !word.startsWith('at '))
  expect(came).toHaveLength(own.length + (strange ?? 0))
  expect(came.filter((word) => /^at 0+$/.test(word))).toHaveLength(strange ?? 0)
  // One that is still late when the last one has gone never comes.
  const missing = 100 - new Set(own).size - (lost ?? 0)
  expect(own).toHaveLength(100 - (lost ?? 0) - missing + (doubled ?? 0))
  expect(own).not.toEqual(own.toSorted((a, b) => Number(a) - Number(b)))
})

test('one way knows nothing of the other', () => {
  const fates = (others: number) => {
    const came: number[] = []
    const weather = new Weather(3, () => {})
    const pass = (way: string, deliver: () => void) =>
      weather.pass(way, { bytes: Buffer.alloc(0), from: 'a', to: 'b', deliver, deliverStrangers: () => {} })
    for (let number = 0; number < 30; number++) {
      pass('there', () => came.push(number))
      for (let other = 0; other < others; other++) pass('back', () => {})
    }
    return came
  }
  expect(fates(0)).toEqual(fates(2))
})
