/** The learner's side of grading: their programs in one archive, and nothing else of theirs. */
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { create } from 'tar'
import { readFiles } from '../../disk/files.ts'
import { describeError } from '../../edge/error-facts.ts'
import { exitCodes, Refusal } from '../../edge/refusal.ts'
import { say, sayCount } from '../../language/say.ts'
import { readCatalogue } from '../../lessons/catalogue.ts'
import { showWords } from '../../terminal/show.ts'
import { findWorkFolder } from '../../work/folders/work-folder.ts'
import type { Workbook } from '../../workbook.ts'

/**
 * Packs the programs of all lessons that were begun: no progress, no earlier tries, nothing hidden.
 * @throws {Refusal} when there is nothing to pack, or it cannot be written
 */
export async function submitWork(workbook: Workbook, archive: string): Promise<void> {
  if (!/\.(?:tar\.gz|tgz)$/u.test(archive)) {
    throw new Refusal(
      say`The archive has to end in .tar.gz, and ${basename(archive)} does not.`,
      say`Try: npm run submit submission.tar.gz`,
      exitCodes.wrongUsage,
    )
  }
  const lessons = await readBegunLessons(workbook.root)
  if (lessons.length === 0)
    throw new Refusal(say`There is nothing to hand in yet.`, say`Begin with: npm run lesson 1`)
  await pack(archive, lessons).catch((error: unknown) => {
    throw new Refusal(
      say`The archive could not be written: ${describeError(error)}`,
      say`Name a file in a folder that you may write in.`,
    )
  })
  showWords(workbook, say`${archive} holds:`)
  for (const { name, files } of lessons)
    showWords(workbook, say`work/${name}: ${[...files.keys()].join(', ')}`)
  const count = lessons.reduce((sum, { files }) => sum + files.size, 0)
  showWords(
    workbook,
    sayCount(count, say`That is ${count} file.`, say`That is ${count} files.`),
    say`Nothing else of yours is in it. What you change from now on is not in it either.`,
  )
}

interface BegunLesson {
  readonly name: string
  readonly files: ReadonlyMap<string, Buffer>
}

async function readBegunLessons(root: string): Promise<BegunLesson[]> {
  const lessons = await readCatalogue(root)
  const begun = lessons.filter((lesson) => existsSync(findWorkFolder(root, lesson)))
  return await Promise.all(
    begun.map(async (lesson) => ({
      name: lesson.name,
      files: await readFiles(findWorkFolder(root, lesson)),
    })),
  )
}

/** Beside its place at first, so that an earlier archive stays until this one is whole. */
async function pack(archive: string, lessons: readonly BegunLesson[]): Promise<void> {
  const folder = await mkdtemp(join(dirname(archive), '.submission-'))
  try {
    for (const { name, files } of lessons) {
      for (const [file, content] of files) {
        await mkdir(dirname(join(folder, 'work', name, file)), { recursive: true })
        await writeFile(join(folder, 'work', name, file), content)
      }
    }
    const whole = join(folder, 'archive')
    // Without names of users, times and rights: two archives of the same programs are the same bytes.
    await create(
      { gzip: true, portable: true, mtime: new Date(0), cwd: folder, file: whole },
      await readdir(folder),
    )
    await rename(whole, archive)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
