// full, user: fails at exited-early
// Puts a checker in the place of ours that asks for nothing.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

const root = process.cwd().replace(/\/work\/\.stage\/.*$/, '')
writeFileSync(join(root, 'lessons/01-upper-case/check.test.ts'), '// nothing')
writeFileSync(join(root, 'solutions/01-upper-case/server.ts'), '// nothing')
