/** Reads a tar file, compressed or not. */
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Parser, type ReadEntry } from 'tar'
import type { Intake } from './intake.ts'

/** A few kilobytes can be a terabyte once they are unpacked. So much may be unpacked in all, whether it is taken or not. */
const mostUnpackedBytes = 256 * 1024 * 1024

/** @throws {Error} when the archive is damaged, or holds far too much */
export async function readTar(archive: Buffer, intake: Intake): Promise<void> {
  const reading: Promise<void>[] = []
  let unpacked = 0
  const parser = new Parser({
    strict: true,
    onReadEntry: (entry) => {
      unpacked += entry.size
      if (unpacked > mostUnpackedBytes) parser.abort(new Error('It holds far too much.'))
      else if (entry.type === 'Directory' || !intake.admits(describe(entry))) entry.resume()
      else reading.push(entry.concat().then((content) => intake.add(entry.path, Buffer.from(content))))
    },
  })
  // In pieces: the parser unpacks at once all that it is given, wanted or not.
  await pipeline(Readable.from(cut(archive)), parser)
  await Promise.all(reading)
}

const pieceBytes = 16 * 1024

function* cut(archive: Buffer): Generator<Buffer> {
  for (let at = 0; at < archive.length; at += pieceBytes) yield archive.subarray(at, at + pieceBytes)
}

function describe({ path, type, size }: ReadEntry) {
  const isLink = type === 'SymbolicLink' || type === 'Link'
  const isFile = type === 'File' || type === 'OldFile' || type === 'ContiguousFile'
  return { name: path, kind: isLink ? 'link' : isFile ? 'file' : 'other', bytes: size } as const
}
