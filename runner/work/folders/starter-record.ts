/**
 * Which starter a work folder was copied from. It stands in the folder itself, as `.starter.json`, so that it
 * goes wherever the folder goes.
 */
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as v from 'valibot'
import { hashFiles, type Files } from '../../disk/files.ts'

const recordSchema = v.object({ version: v.literal(1), files: v.record(v.string(), v.string()) })

const recordName = '.starter.json'

/** Notes in `folder` which files it was copied from. */
export async function writeStarterRecord(folder: string, starter: Files): Promise<void> {
  const record: v.InferOutput<typeof recordSchema> = { version: 1, files: hashFiles(starter) }
  await writeFile(join(folder, recordName), `${JSON.stringify(record, null, 2)}\n`)
}

/** Reads the hashes of the starter that `folder` was copied from; undefined where they are not known. */
export async function readStarterRecord(
  folder: string,
): Promise<Readonly<Record<string, string>> | undefined> {
  try {
    const parsed = v.safeParse(recordSchema, JSON.parse(await readFile(join(folder, recordName), 'utf8')))
    return parsed.success ? parsed.output.files : undefined
  } catch {
    return undefined
  }
}
