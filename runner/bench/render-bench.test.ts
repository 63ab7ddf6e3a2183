import { expect, test } from 'vitest'
import type { BenchReport } from './report.ts'
import { measureWidth } from '../text/width.ts'
import { renderBench } from './render-bench.ts'
import { english } from '../language/language.ts'

const report: BenchReport = {
  version: 1,
  node: '20.19.0',
  system: 'linux 6.1',
  processors: 2,
  processor: 'Processor of a test',
  startedAt: '2026-01-02T03:04:05.000Z',
  load: 0.25,
  samples: 7,
  results: [
    {
      row: 'a',
      name: 'a check',
      unit: 'ms',
      samples: [1200],
      median: 1200,
      references: [
        { name: 'another', samples: [500], median: 500, ratio: 2.4, aim: { bound: 'at most', ratio: 2 } },
      ],
    },
    {
      row: 'd',
      name: 'a server',
      unit: 'answers a second',
      samples: [9000],
      median: 9000,
      references: [
        {
          name: 'bare',
          samples: [10_000],
          median: 10_000,
          ratio: 0.9,
          aim: { bound: 'at least', ratio: 0.9 },
        },
        { name: 'other', samples: [100], median: 100, ratio: 90 },
      ],
    },
    { row: 'd', reason: 'There is no other language here.' },
  ],
}

test('says on what it was measured, and of each aim whether it is met', () => {
  expect(renderBench(report, { width: 80, colour: false, plain: false, language: english })).toBe(`\
Measured on 2026-01-02 with Node 20.19.0, linux 6.1, 2 × Processor of a test.
The load of the machine was 0.3 when it began. Medians of 7 samples, taken by
turns.

a  a check: 1,200 ms
     2.40 times another (500 ms)                          aim: at most 2: misses

d  a server: 9,000 answers a second
     0.90 times bare (10,000 answers a second)          aim: at least 0.9: meets
     90.00 times other (100 answers a second)

d  There is no other language here.`)
})

test('says the same in words, one below the other, on every width', () => {
  const plain = renderBench(report, { width: 60, colour: false, plain: true, language: english })
  expect(plain).toContain('\n0.90 times bare (10,000 answers a second)\naim: at least 0.9: meets\n')
  for (const width of [20, 40, 60])
    for (const line of renderBench(report, { width, colour: true, plain: false, language: english }).split(
      '\n',
    ))
      expect(measureWidth(line)).toBeLessThanOrEqual(width)
})
