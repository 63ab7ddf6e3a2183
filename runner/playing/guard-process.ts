/**
 * Ends what is left of a play when the runner has gone, even by kill -9. The programs end themselves then (lifeline.mjs),
 * but one that computes without a pause cannot hear it, and a child may have left its parent's group.
 */
import { endTree } from '../processes/end-tree.ts'

const [, , mark = ''] = process.argv

// The signals of a terminal that is closed are not for it: it is there for what comes after.
for (const signal of ['SIGHUP', 'SIGINT', 'SIGTERM'] as const) process.on(signal, () => {})
if (process.connected) process.once('disconnect', endPrograms)
else endPrograms()

function endPrograms(): void {
  void endTree(undefined, mark).finally(() => process.exit())
}
