import { open, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { randomBytes } from 'node:crypto'

/**
 * Writes a file so that a reader, or a crash, meets the old content or the new one and never a part of it.
 * The temporary file stands in the same folder, because a rename is atomic only within one file system.
 */
export async function writeAtomically(file: string, text: string): Promise<void> {
  const temporary = join(dirname(file), `.${basename(file)}.${process.pid}-${randomBytes(4).toString('hex')}`)
  try {
    await writeThrough(temporary, text)
    await rename(temporary, file)
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => {})
    throw error
  }
}

async function writeThrough(file: string, text: string): Promise<void> {
  const handle = await open(file, 'wx')
  try {
    await handle.writeFile(text)
    // Without this a power cut can leave a renamed file that is empty.
    await handle.sync()
  } finally {
    await handle.close()
  }
}
