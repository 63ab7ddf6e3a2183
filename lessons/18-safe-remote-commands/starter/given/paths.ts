/** Where a path leads, asked in two ways; and a path that leads elsewhere by the time it is opened. */
import { mkdir, mkdtemp, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative, resolve } from 'node:path'

const top = await realpath(await mkdtemp(join(tmpdir(), 'paths-')))
const folder = join(top, 'folder')
const show = (path: string) => relative(top, path)

try {
  await mkdir(folder)
  await mkdir(join(top, 'elsewhere/deep'), { recursive: true })
  await writeFile(join(folder, 'notes.txt'), 'from the folder')
  await writeFile(join(top, 'elsewhere/notes.txt'), 'from elsewhere')
  await symlink('../elsewhere/deep', join(folder, 'link'))
  process.chdir(folder)

  console.log('In folder: notes.txt, and link, which leads to ../elsewhere/deep')
  console.log('')
  console.log('The path link/../notes.txt')
  console.log(`  resolve of node:path says      ${show(resolve('link/../notes.txt'))}`)
  console.log(`  realpath, the system, says     ${show(await realpath('link/../notes.txt'))}`)
  console.log(`  and reading it gives           ${await readFile('link/../notes.txt', 'utf8')}`)

  await symlink('notes.txt', 'door')
  console.log('')
  console.log('The path door, a link to notes.txt')
  console.log(`  looked at, it leads to         ${show(await realpath('door'))}`)
  await rm('door')
  await symlink('../elsewhere/notes.txt', 'door')
  console.log('  now somebody changes the link')
  console.log(`  opened, it gives               ${await readFile('door', 'utf8')}`)
} finally {
  await rm(top, { recursive: true })
}
