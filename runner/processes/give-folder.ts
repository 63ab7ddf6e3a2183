import { lchown, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Confinement } from './confinement.ts'

/** Gives a folder, with all in it, to the user that a program runs as, if that is another one: else it could not write there. */
export async function giveFolder(folder: string, confinement: Confinement | undefined): Promise<void> {
  const user = confinement?.user
  if (user === undefined) return
  const names = await readdir(folder, { recursive: true })
  await Promise.all(
    [folder, ...names.map((name) => join(folder, name))].map((path) => lchown(path, user, user)),
  )
}
