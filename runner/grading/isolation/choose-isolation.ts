/** Which level of isolation a run has. */
import type { Gradebook } from '../gradebook.ts'
import { listUnstopped } from './levels.ts'

/** What a run is told about its isolation. */
export type Isolation = Gradebook['isolation']

export async function chooseIsolation(_asked: string | undefined): Promise<Isolation> {
  return { level: 'process-only', doesNotStop: listUnstopped('process-only') }
}
