/** How long a learner who watches waits from a save until the verdict stands on the screen. */
import { copyFile, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createTemporaryWorkbook } from '../../testing/temporary-workbook.ts'
import { createTerminal } from '../../testing/terminal.ts'
import { untilCancelled } from '../../edge/cancelled.ts'
import type { MeasureRow } from '../desk.ts'
import { compareSamples, takeTurns } from '../samples.ts'
import { createTrivialTest, trivialName } from '../trivial-test.ts'

const lesson = '01-tcp-echo'

export const measureSaveToVerdict: MeasureRow = async (desk, row) => {
  const { env, signal, samples: count, tell } = desk
  await using trivial = await createTrivialTest(desk)
  await using workbook = await createTemporaryWorkbook('real')
  const { root, door, beginFirst, write } = workbook
  await beginFirst()
  const solution = await readFile(join(root, 'solutions', lesson, 'server.ts'), 'utf8')
  await copyFile(join(root, 'solutions', lesson, 'client.ts'), join(root, 'work', lesson, 'client.ts'))
  await write(`work/${lesson}/server.ts`, solution)
  await using terminal = createTerminal([...door, 'lesson', '1', 'watch'], {
    cwd: root,
    env: { ...env, ...workbook.env },
  })
  const see = (check: number) => untilCancelled(terminal.waitForText(`Check ${check} passed at`), signal)
  let check = 1
  tell('the first check of a watch')
  await see(check)
  const save = async () => {
    check += 1
    const beganAt = performance.now()
    // Every save has to change something: what is saved again as it was has its verdict already.
    await write(`work/${lesson}/server.ts`, `${solution}// save ${check}\n`)
    await see(check)
    return performance.now() - beganAt
  }
  const onSample = (number: number) => tell(`a save · ${number} of ${count}`)
  const samplesOf = await takeTurns({ save, trivial: trivial.time }, { count, signal, onSample })
  return [
    compareSamples({
      row,
      name: 'lesson 1 watch, from a save of its solution to the verdict on the screen',
      unit: 'ms',
      samples: samplesOf('save'),
      references: [
        { name: trivialName, samples: samplesOf('trivial'), aim: { bound: 'at most', ratio: 0.5 } },
      ],
    }),
  ]
}
