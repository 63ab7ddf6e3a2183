/** How long a check takes from nothing: a runner, a host and a vitest that all have to be started. */
import { join } from 'node:path'
import type { MeasureRow } from '../desk.ts'
import { runProgram } from '../program.ts'
import { compareSamples, takeTurns } from '../samples.ts'
import { createTrivialTest, trivialName } from '../trivial-test.ts'

export const measureColdCheck: MeasureRow = async (desk, row) => {
  const { root, env, signal, samples: count, tell } = desk
  await using trivial = await createTrivialTest(desk)
  const args = [join(root, 'runner/start-up/boot.cjs'), 'check', '1', 'solutions/01-tcp-echo']
  const check = async () => (await runProgram(process.execPath, args, { cwd: root, env, signal })).durationMs
  const onSample = (number: number) => tell(`a cold check · ${number} of ${count}`)
  const samplesOf = await takeTurns({ check, trivial: trivial.time }, { count, signal, onSample })
  return [
    compareSamples({
      row,
      name: 'check 1 on its solution, cold',
      unit: 'ms',
      samples: samplesOf('check'),
      references: [{ name: trivialName, samples: samplesOf('trivial'), aim: { bound: 'at most', ratio: 2 } }],
    }),
  ]
}
