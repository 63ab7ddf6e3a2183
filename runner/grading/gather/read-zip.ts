/** Reads a zip file. Names are looked at by the intake alone, so that one bad name costs one file and not all. */
import { buffer } from 'node:stream/consumers'
import yauzl, { type Entry as ZipEntry, type ZipFile } from 'yauzl'
import { say } from '../../language/say.ts'
import type { Intake } from './intake.ts'

/** The type of a file in the upper half of the attributes, where Unix made the archive (man 7 inode). */
const typeMask = 0o170000
const typeOfLink = 0o120000
const typesOfFiles = [0, 0o100000]

/** @throws {Error} when the archive is damaged */
export async function readZip(archive: Buffer, intake: Intake): Promise<void> {
  // Raw names: else one that climbs out ends the reading of all.
  const zip = await yauzl.fromBufferPromise(archive, { decodeStrings: false, validateEntrySizes: true })
  for await (const entry of zip.eachEntry()) {
    if (intake.isFull) return
    await readEntry(zip, entry, intake)
  }
}

async function readEntry(zip: ZipFile, entry: ZipEntry, intake: Intake): Promise<void> {
  const { generalPurposeBitFlag, fileNameRaw, extraFields, uncompressedSize } = entry
  const name = yauzl.getFileNameLowLevel(generalPurposeBitFlag, fileNameRaw, extraFields, false)
  if (name.endsWith('/')) return
  const type = (entry.externalFileAttributes >>> 16) & typeMask
  const kind = type === typeOfLink ? 'link' : typesOfFiles.includes(type) ? 'file' : 'other'
  if (!intake.admits({ name, kind, bytes: uncompressedSize })) return
  if (entry.isEncrypted()) {
    intake.refuse(say`${name} was left out: it is encrypted.`)
    return
  }
  intake.add(name, await buffer(await zip.openReadStreamPromise(entry)))
}
