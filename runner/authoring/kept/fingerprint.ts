/** What a proof rests on, as one short text: the same inputs give the same one. */
import { createHash } from 'node:crypto'
import { readdir, readFile, realpath } from 'node:fs/promises'
import { release } from 'node:os'
import { join, relative, resolve, sep } from 'node:path'

/** The rooms of the runner that have a say in what a proof finds. */
const rooms = ['authoring', 'checker', 'edge', 'judging', 'language', 'lessons', 'processes', 'results']
const runner = resolve(import.meta.dirname, '../..')

/** The fingerprint of all that every proof rests on: our own code, the packages, Node and the kernel. */
export async function readCommonFingerprint(): Promise<string> {
  const packages = await readFile(join(runner, '../package-lock.json'), 'utf8').catch(() => '')
  const code = await Promise.all(rooms.map((room) => readFingerprint(join(runner, room))))
  const { versions, platform, arch } = process
  return combine([packages, ...code, versions.node, platform, arch, release()])
}

/**
 * The fingerprint of a file or of all files below a folder, by name and content; tests of ours are left out.
 * @param without names of folders directly in it that are left out
 */
export async function readFingerprint(path: string, without: readonly string[] = []): Promise<string> {
  const names = await readdir(path, { recursive: true, withFileTypes: true }).catch(() => undefined)
  if (names === undefined) return combine([await readFile(path).catch(() => 'none')])
  const root = await realpath(path)
  const files = names
    .filter((entry) => entry.isFile() && !/(?<!^check)\.test\.ts$/u.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((name) => !without.some((folder) => name.startsWith(`${folder}/`)))
    .sort()
  const contents = await Promise.all(files.map((name) => readFile(join(root, name)).catch(() => 'none')))
  return combine(files.flatMap((name, index) => [name, contents[index] ?? '']))
}

/** Makes one fingerprint of several parts, whose borders count. */
export function combine(parts: readonly (string | Buffer)[]): string {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(`${part.length}:`).update(part)
  return hash.digest('hex')
}
