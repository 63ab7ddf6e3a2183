// full, user: fails at exited-early
// process-only: passes
// Looks for our solution where it must lie, and runs that.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const root = process.cwd().replace(/\/work\/\.stage\/.*$/, '')
const solution = readFileSync(join(root, 'solutions/01-upper-case/server.ts'), 'utf8')
if (!solution.includes('toUpperCase')) process.exit(1)
await import(`data:text/javascript,${encodeURIComponent(solution)}`)
