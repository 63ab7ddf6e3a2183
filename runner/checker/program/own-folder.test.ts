/** What a check places before its programs is theirs alone, and is gone when the check is over. */
import { existsSync, readFileSync, readlinkSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createCheckBench } from '../../testing/check-bench.ts'
import { createSparseBytes } from '../bytes/long-bytes.ts'

/** Says what it finds under the names that it is given, and leaves a file of its own behind. */
const program = `
  import { existsSync, readFileSync, writeFileSync } from 'node:fs'
  for (const name of process.argv.slice(2)) console.log(existsSync(name) ? readFileSync(name, 'utf8') : name + ' is not there')
  writeFileSync('left-behind', '')`

const createBench = () => createCheckBench('client.ts', program)

describe.concurrent('a check', () => {
  test('places files, in folders too and beside its own, and links to them', async () => {
    await using bench = await createBench()
    const path = await bench.t.placeFile('given/contacts.json', '{}')
    expect(path).toBe(join(bench.t.folder, 'given/contacts.json'))
    await bench.t.placeFile('../00-test-sister/secret', 'told nobody')
    expect(readlinkSync(await bench.t.placeLink('way-out', '../00-test-sister'))).toBe('../00-test-sister')
    const names = ['given/contacts.json', 'way-out/secret', 'nowhere']
    const client = bench.t.startClient(1, { args: names })
    await client.expectExit(0, 'after it had looked')
    expect(client.stdout).toBe('{}\ntold nobody\nnowhere is not there\n')
  })

  test('sees nothing of what another one has placed, or its programs have left behind', async () => {
    await using bench = await createBench()
    const first = bench.t.folder
    await bench.t.placeFile('placed', 'here')
    await bench.t.startClient(1).expectExit(0, 'at once')
    expect(existsSync(join(bench.t.folder, 'left-behind'))).toBe(true)
    expect([existsSync(join(first, 'placed')), existsSync(join(first, 'left-behind'))]).toEqual([
      false,
      false,
    ])
  })

  test('removes all of it', async () => {
    const bench = await createBench()
    const path = await bench.t.placeFile('../beside', 'gone')
    await bench.t.dispose()
    expect(existsSync(dirname(path))).toBe(false)
    await bench[Symbol.asyncDispose]()
  })

  test('cannot place a file anywhere else', async () => {
    await using bench = await createBench()
    for (const name of ['../../outside', '/outside', '..'])
      await expect(bench.t.placeFile(name, '')).rejects.toThrow('lies outside')
  })

  test('shows its paths as the learner knows them', async () => {
    await using bench = await createCheckBench('client.ts', `throw new Error('in ' + process.cwd())`)
    await bench.t.useOwnFolder()
    const client = bench.t.startClient(1)
    await client.closed
    expect(client.stderr).toContain('Error: in work/00-test\n')
  })

  test('places 64 MiB with holes, which take hardly anything', async () => {
    await using bench = await createBench()
    const bytes = createSparseBytes(64 * 1024 * 1024)
    const path = await bench.t.placeSparseFile('long', bytes)
    const { size, blocks } = statSync(path)
    expect(size).toBe(bytes.length)
    expect(blocks * 512).toBeLessThan(2 * 1024 * 1024)
    expect(readFileSync(path).equals(bytes.slice(0, bytes.length))).toBe(true)
  })
})
