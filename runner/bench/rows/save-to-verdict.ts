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
  const see = (text: string) => untilCancelled(terminal.waitForText(text), signal)
  let check = 1
  /** Every save has to change something: what is saved again as it was has its verdict already. */
  const save = async (program: string, text: string) => {
    const beganAt = performance.now()
    await write(`work/${lesson}/server.ts`, program)
    await see(text)
    return performance.now() - beganAt
  }
  const saveRight = async () => {
    check += 1
    return await save(`${solution}// save ${check}\n`, `Check ${check} passed at`)
  }
  const saveWrong = async () => {
    check += 1
    const program = solution.replace('socket.end(', `socket.end('wrong ${check}' + `)
    const passedMs = await save(program, `wrong ${check}`)
    await see(`Check ${check} failed at`)
    return passedMs
  }
  const measure = async (take: () => Promise<number>, name: string, ratio: number) => {
    const onSample = (number: number) => tell(`${name} · ${number} of ${count}`)
    const samplesOf = await takeTurns({ save: take, trivial: trivial.time }, { count, signal, onSample })
    const references = [
      { name: trivialName, samples: samplesOf('trivial'), aim: { bound: 'at most', ratio } as const },
    ]
    return compareSamples({ row, name, unit: 'ms', samples: samplesOf('save'), references })
  }
  tell('the first check of a watch')
  await see('Check 1 passed at')
  const right = await measure(saveRight, 'lesson 1 watch, from a save of its solution to the verdict', 1.5)
  await saveWrong()
  const wrong = await measure(saveWrong, 'lesson 1 watch, from a save to what failed before', 0.5)
  return [right, wrong]
}
