// full, user: fails at exited-early
// Writes ten gigabytes into its folder and into the temporary one.
import { appendFileSync } from 'node:fs'

const chunk = Buffer.alloc(16 * 1024 * 1024, 120)
for (const file of ['/tmp/big', 'big']) {
  try {
    for (let count = 0; count < 640; count++) appendFileSync(file, chunk)
    console.log('all written to', file)
  } catch (error) {
    console.log(error instanceof Error && 'code' in error ? error.code : error)
  }
}
process.exit(1)
