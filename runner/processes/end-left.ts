/**
 * Ends what is left of a run when whoever watched it has gone. The mark is an argument; where there is no shell to wait
 * for the moment (see guard.ts), the marks come by stdin and the last one counts when that is at its end.
 */
import { text } from 'node:stream/consumers'
import { endTree } from './end-tree.ts'

const mark = process.argv[2] ?? (await text(process.stdin)).trimEnd().split('\n').at(-1)
if (mark) await endTree(undefined, mark)
