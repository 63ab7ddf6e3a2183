import { expect, test } from 'vitest'
import { findLikest } from './likeness.ts'

const slugs = ['tcp-echo', 'byte-stream', 'connection-loop', 'udp-echo', 'threads']
const suggest = (typed: string) => findLikest(typed, slugs, (slug) => [slug, ...slug.split('-')])

test.each([
  ['tcp-ecoh', ['tcp-echo']],
  ['upd-echo', ['udp-echo', 'tcp-echo']],
  ['thread', ['threads']],
  ['Streem', ['byte-stream']],
  ['banana', []],
])('whoever types %s may have meant %j', (typed, meant) => {
  expect(suggest(typed)).toEqual(meant)
})
