import { mkdir, mkdtemp, realpath, rename, rm, symlink, unlink, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { watchFolders } from './file-events.ts'
import { compareSnapshots, readSnapshot, type Change } from './snapshot.ts'

/** How long a save may take to be told. Nothing waits for so long unless it is not told at all. */
const deadlineMs = 10_000

let root = ''
let work = ''
let file = ''
let number = 0
let watching: AsyncDisposable | undefined
let wake = () => {}

beforeAll(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), 'socket-workbook-watch-')))
  work = join(root, 'work/01-first')
  file = join(work, 'server.ts')
  await mkdir(join(root, 'lessons/01-first'), { recursive: true })
  await mkdir(work, { recursive: true })
  await writeFile(file, 'one')
  watching = await watchFolders(root, [work, join(root, 'lessons/01-first')], {
    onEvent: () => wake(),
    onTrouble: (error) => {
      throw error
    },
  })
})

afterAll(async () => {
  await watching?.[Symbol.asyncDispose]()
  await rm(root, { recursive: true, force: true })
})

const look = () => readSnapshot(work, join(root, 'lessons/01-first'))

/** Saves, and looks at each event until the look finds what is wanted. */
async function hear(save: () => Promise<unknown>, wanted: Change = 'changed'): Promise<Change> {
  const before = await look()
  const told = new Promise<void>((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`No event told of it within ${deadlineMs} ms.`)),
      deadlineMs,
    )
    wake = () =>
      void look().then((now) => {
        if (compareSnapshots(before, now) !== wanted) return
        clearTimeout(timer)
        resolve()
      })
  })
  await save()
  await told
  return wanted
}

const next = () => `// save ${(number += 1)}`

const waysToSave: Readonly<Record<string, () => Promise<unknown>>> = {
  'writes in place': () => writeFile(file, next()),
  'writes a new file and renames it over the old one': async () => {
    await writeFile(`${file}.tmp`, next())
    await rename(`${file}.tmp`, file)
  },
  'renames the old one to a backup and writes a new one': async () => {
    await rename(file, `${file}~`)
    await writeFile(file, next())
    await unlink(`${file}~`)
  },
  'deletes and writes anew': async () => {
    await unlink(file)
    await writeFile(file, next())
  },
  'saves several files at once': () =>
    Promise.all(['server.ts', 'client.ts', 'other.ts'].map((name) => writeFile(join(work, name), next()))),
  'makes a folder with a file in it': async () => {
    await mkdir(join(work, 'parts'), { recursive: true })
    await writeFile(join(work, `parts/part-${number}.ts`), next())
  },
}

// Each is followed by a write in place, because what replaces a file, or a folder, can blind the watcher to the next save.
test.each(Object.entries(waysToSave))(
  'hears of an editor that %s, twice, and of what comes then',
  async (_, save) => {
    expect(await hear(save)).toBe('changed')
    expect(await hear(save)).toBe('changed')
    expect(await hear(() => writeFile(file, next()))).toBe('changed')
  },
)

test('hears of a folder that another one replaces at once, as reset does', async () => {
  for (const kept of ['old', 'older']) {
    const fresh = join(root, 'work', `.new-${kept}`)
    await mkdir(fresh)
    await writeFile(join(fresh, 'server.ts'), next())
    expect(
      await hear(async () => {
        await rename(work, join(root, 'work', kept))
        await rename(fresh, work)
      }),
    ).toBe('changed')
    expect(await hear(() => writeFile(file, next()))).toBe('changed')
  }
})

test('hears of a link that takes the place of the folder, and of saves where it leads', async () => {
  const elsewhere = join(root, 'elsewhere')
  expect(
    await hear(async () => {
      await rename(work, elsewhere)
      await symlink(elsewhere, work)
      await writeFile(join(elsewhere, 'server.ts'), next())
    }),
  ).toBe('changed')
  expect(await hear(() => writeFile(join(elsewhere, 'server.ts'), next()))).toBe('changed')
  expect(
    await hear(async () => {
      await unlink(work)
      await rename(elsewhere, work)
      await writeFile(file, next())
    }),
  ).toBe('changed')
  expect(await hear(() => writeFile(file, next()))).toBe('changed')
})

test('hears of a folder that goes and comes back, with the one above it too', async () => {
  for (const folder of [work, join(root, 'work')]) {
    expect(await hear(() => rename(folder, `${folder}.away`))).toBe('changed')
    expect(await hear(() => rename(`${folder}.away`, folder))).toBe('changed')
    expect(await hear(() => writeFile(file, next()))).toBe('changed')
  }
})

test('tells the same content with a new date from a change, and passes over what is no source', async () => {
  expect(await hear(() => utimes(file, new Date(), new Date(1_000_000)), 'saved-again')).toBe('saved-again')
  const before = await look()
  for (const name of ['server.ts~', '.server.ts.swp', 'log.txt']) await writeFile(join(work, name), next())
  expect(compareSnapshots(before, await look())).toBe('same')
})
