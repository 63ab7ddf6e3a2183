/** A named pipe gives its reader what is written when it is written, and its end when that is said. */
import { expect, test } from 'vitest'
import { createCheckBench } from '../../testing/check-bench.ts'

/** Prints what comes from a file, as it comes. */
const program = `
  import { createReadStream } from 'node:fs'
  createReadStream(process.argv[2]).on('data', (chunk) => process.stdout.write(chunk)).on('end', () => console.log(' over'))`

test.runIf(process.platform !== 'win32')('a named pipe is read as it is written, until it ends', async () => {
  await using bench = await createCheckBench('client.ts', program)
  const pipe = await bench.t.placePipe('pipe')
  const client = bench.t.startClient(1, { args: ['pipe'] })
  await pipe?.write('one')
  await client.expectOutput('one', 'what was written')
  await pipe?.write('two')
  await client.expectOutput('onetwo', 'what was written then')
  expect(client.hasExited).toBe(false)
  await pipe?.end()
  await client.expectExit(0, 'after the end of the pipe')
  expect(client.stdout).toBe('onetwo over\n')
})
