import { expect, test } from 'vitest'
import { decide, firstState, type Orders, type WatchEvent, type WatchState } from './watch-state.ts'

const at = new Date(0)
const saved: WatchEvent = { kind: 'looked', because: 'event', change: 'changed' }
const savedAgain: WatchEvent = { kind: 'looked', because: 'event', change: 'saved-again' }
const heardNothingNew: WatchEvent = { kind: 'looked', because: 'event', change: 'same' }
const foundUntold: WatchEvent = { kind: 'looked', because: 'other', change: 'changed' }
const gone: WatchEvent = { kind: 'looked', because: 'event', change: 'changed', missing: 'work' }
const asked: WatchEvent = { kind: 'asked' }
const reported = (check: number): WatchEvent => ({ kind: 'reported', check })
const ended = (check: number): WatchEvent => ({ kind: 'ended', check, outcome: 'failed', at })

/** Tells all events, one after another: what is so at the end, and what was ordered on the way. */
function tell(...events: WatchEvent[]): { state: WatchState; orders: Orders[] } {
  let state = firstState
  const orders: Orders[] = []
  for (const event of events) {
    const [after, order] = decide(state, event)
    state = after
    if (order.cancel || order.start !== undefined) orders.push(order)
  }
  return { state, orders }
}

test('a save is checked, and what comes of it is the latest', () => {
  const { state, orders } = tell(saved, reported(1), reported(1), ended(1))
  expect(orders).toEqual([{ cancel: false, start: 1 }])
  expect(state).toEqual({ check: 1, isUntold: false, latest: { check: 1, outcome: 'failed', at } })
})

test('a newer save cancels the check, and what the cancelled one still tells counts for nothing', () => {
  const { state, orders } = tell(saved, reported(1), saved, reported(1), ended(1), reported(2))
  expect(orders).toEqual([
    { cancel: false, start: 1 },
    { cancel: true, start: 2 },
  ])
  expect(state).toEqual({ check: 2, isUntold: false, running: { ended: 1 } })
})

test('the same content saved again leaves a running check alone, and is checked when none is running', () => {
  expect(tell(saved, savedAgain).orders).toHaveLength(1)
  expect(tell(saved, ended(1), savedAgain).orders).toHaveLength(2)
  expect(tell(saved, ended(1), heardNothingNew).orders).toHaveLength(1)
})

test('Enter checks when nothing is running, and never twice at once', () => {
  expect(tell(saved, asked).orders).toHaveLength(1)
  expect(tell(saved, ended(1), asked).orders.at(-1)).toEqual({ cancel: false, start: 2 })
})

test('a folder that is gone cancels, is not checked when asked for, and is checked when it is back, changed or not', () => {
  const away = tell(saved, gone, asked)
  expect(away.orders.at(-1)).toEqual({ cancel: true })
  expect(away.state).toEqual({ check: 1, isUntold: false, missing: 'work' })
  const back = tell(saved, gone, heardNothingNew)
  expect(back.orders.at(-1)).toEqual({ cancel: false, start: 2 })
  expect(back.state).not.toHaveProperty('missing')
})

test('a save that only a look found, and no event told by the end of its check, proves that events do not come', () => {
  const first = tell({ ...foundUntold }, ended(1))
  expect(first.state).not.toHaveProperty('deaf')
  const unheard = [saved, ended(1), foundUntold] as const
  expect(tell(...unheard, ended(2)).state.deaf).toBe('proved')
  expect(tell(...unheard, heardNothingNew, ended(2)).state).not.toHaveProperty('deaf')
  expect(tell(...unheard, ended(2), saved).state).not.toHaveProperty('deaf')
})

test('what the system said about its limits stays said', () => {
  const deafened: WatchEvent = { kind: 'deafened', reason: 'ENOSPC' }
  expect(tell(deafened, saved, ended(1), foundUntold, ended(2)).state.deaf).toEqual({ reason: 'ENOSPC' })
})
