/** How long a learner waits for the first page of a lesson. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createTemporaryWorkbook } from '../../testing/temporary-workbook.ts'
import { createTerminal, type Terminal } from '../../testing/terminal.ts'
import { untilCancelled } from '../../edge/cancelled.ts'
import type { MeasureRow } from '../desk.ts'
import { compareSamples, takeTurns } from '../samples.ts'

/** What stands below a page of a text that goes on. */
const invitation = /\d+ % ·/

export const measureFirstPage: MeasureRow = async (desk, row) => {
  const { signal, samples: count, tell, npm } = desk
  if (npm === undefined)
    return [{ row, reason: 'npm was not found, so there is nothing to measure a first page against.' }]
  await using workbook = await createTemporaryWorkbook('real')
  const { root, door } = workbook
  const scripts = { empty: '', lesson: 'node runner/start-up/boot.cjs lesson' }
  await writeFile(join(root, 'package.json'), `${JSON.stringify({ type: 'module', scripts })}\n`)
  const env = { ...desk.env, ...workbook.env }
  const time = async (args: readonly string[], isDone: (terminal: Terminal) => Promise<unknown>) => {
    const beganAt = performance.now()
    await using terminal = createTerminal(args, { cwd: root, env })
    await untilCancelled(isDone(terminal), signal)
    return performance.now() - beganAt
  }
  const hasPage = (terminal: Terminal) => terminal.waitForText(invitation)
  const onSample = (number: number) => tell(`a first page · ${number} of ${count}`)
  const samplesOf = await takeTurns(
    {
      page: () => time([...door, 'lesson', '3'], hasPage),
      pageByNpm: () => time([npm, 'run', 'lesson', '3'], hasPage),
      empty: () => time([npm, 'run', 'empty'], ({ waitForExit }) => waitForExit()),
    },
    { count, signal, onSample },
  )
  const empty = { name: 'npm run of an empty script', samples: samplesOf('empty') }
  return [
    compareSamples({
      row,
      name: 'the first page of lesson 3, npm not counted',
      unit: 'ms',
      samples: samplesOf('page'),
      references: [{ ...empty, aim: { bound: 'at most', ratio: 1.3 } }],
    }),
    compareSamples({
      row,
      name: 'the first page of lesson 3, as npm run lesson 3',
      unit: 'ms',
      samples: samplesOf('pageByNpm'),
      references: [empty],
    }),
  ]
}
