/** By what a judgement was made and of what, so that a mark can be defended years later. */
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { basename, join, relative, resolve, sep } from 'node:path'
import * as v from 'valibot'

/** Where the runner lies. It judges by the checkers of any workbook, wherever that is. */
const home = resolve(import.meta.dirname, '../..')

/** The rooms whose code is at work while a checker runs. */
const roomsAtWork = ['checker', 'processes', 'language', 'judging']

export interface HashedFile {
  readonly name: string
  readonly sha256: string
}

/** Hashes the list of the files as `sha256sum` prints it, so that anybody can do it again. */
export function hashList(files: readonly HashedFile[]): string {
  return hash(files.map(({ name, sha256 }) => `${sha256}  ${name}\n`).join(''))
}

/** Hashes each file, in the order of their names as they are shown. */
export async function hashFiles(files: readonly { name: string; path: string }[]): Promise<HashedFile[]> {
  const hashed = await Promise.all(
    files.map(async ({ name, path }) => ({ name, sha256: hash(await readFile(path)) })),
  )
  return hashed.sort((a, b) => (a.name < b.name ? -1 : 1))
}

/** The workbook's version, and the hash of a checker together with the code that runs it. */
export async function describeJudge(checker: string): Promise<{ workbook: string; checkerSha256: string }> {
  const own = { name: basename(checker), path: checker }
  const ofChecker = await hashFiles([own]).catch(() => [])
  return { workbook: await readVersion(), checkerSha256: hashList([...ofChecker, ...(await hashRunner())]) }
}

let runner: Promise<HashedFile[]> | undefined

/** Once in a process: what runs in it does not change with its files. */
function hashRunner(): Promise<HashedFile[]> {
  runner ??= listRunner().then(hashFiles)
  return runner
}

async function listRunner(): Promise<{ name: string; path: string }[]> {
  const rooms = roomsAtWork.map(async (room) => {
    const folder = join(home, 'runner', room)
    const entries = await readdir(folder, { recursive: true, withFileTypes: true })
    return entries
      .filter((entry) => entry.isFile() && !entry.name.includes('.test'))
      .map((entry) => {
        const path = join(entry.parentPath, entry.name)
        return { name: relative(home, path).split(sep).join('/'), path }
      })
  })
  return (await Promise.all(rooms)).flat()
}

const manifestSchema = v.object({ version: v.string() })

async function readVersion(): Promise<string> {
  const manifest: unknown = JSON.parse(await readFile(join(home, 'package.json'), 'utf8'))
  return v.parse(manifestSchema, manifest).version
}

function hash(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex')
}
