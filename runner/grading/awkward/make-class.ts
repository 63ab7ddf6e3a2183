/** A class that nobody would like to grade, made from a seed, with the mark that each of it must get. */
import { execFileSync } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { createRandom } from '../../checker/bytes/random.ts'
import type { Lesson } from '../../lessons/catalogue.ts'
import { nameStudents } from './names.ts'
import { listPrograms, type AwkwardProgram, type Due } from './programs.ts'

/** What a student handed in for a lesson, and what that must get. */
export interface DueMark extends Due {
  readonly student: string
  readonly lesson: string
  readonly program: string
}

/** Of ten submissions so many are of a kind. */
const kinds = [
  'solutions',
  'solutions',
  'alternatives',
  'alternatives',
  'starters',
  'nothings',
  'mistakes',
  'mistakes',
  'mistakes',
  'hostile',
]
const containers = ['work', 'lessons', 'zip', 'tar', 'tgz', 'deep'] as const

/** Makes archives with Python, which writes names as they are. */
const archive = `
import io, json, sys, tarfile, zipfile
for path, kind, files in json.load(sys.stdin):
    if kind == 'zip':
        with zipfile.ZipFile(path, 'w', zipfile.ZIP_DEFLATED) as z:
            for name, text in files: z.writestr(name, text)
    else:
        with tarfile.open(path, 'w:gz' if kind == 'tgz' else 'w') as t:
            for name, text in files:
                info = tarfile.TarInfo(name); info.size = len(text.encode()); t.addfile(info, io.BytesIO(text.encode()))
`

type Archive = [path: string, kind: string, files: (readonly [string, string])[]]

/** Makes it in a folder. Every student hands in one program, for one of the lessons; one of ten hands in nothing that can be read. */
export async function makeClass(
  folder: string,
  lessons: readonly Lesson[],
  { seed, count }: { seed: number; count: number },
): Promise<DueMark[]> {
  const random = createRandom(seed)
  const choose = <T>(from: readonly T[]): T | undefined => from[random(from.length)]
  const programs = new Map(
    await Promise.all(lessons.map(async (lesson) => [lesson.name, await listPrograms(lesson)] as const)),
  )
  const archives: Archive[] = []
  const due: DueMark[] = []
  await mkdir(folder, { recursive: true })
  for (const [index, student] of nameStudents(count).entries()) {
    const lesson = choose(lessons)?.name ?? ''
    const kind = kinds[index % kinds.length] ?? ''
    const program = choose(programs.get(lesson)?.[kind] ?? [])
    const isDamaged = index % 15 === 14 || !program
    if (isDamaged) await writeFile(join(folder, `${student}.zip`), 'PK\u0003\u0004 nothing')
    else archives.push(...(await handIn(folder, student, lesson, program, choose(containers) ?? 'zip')))
    for (const { name } of lessons) {
      const mark =
        name === lesson && !isDamaged ? program.due : ({ verdict: 'missing', points: 'none' } as const)
      due.push({ student, lesson: name, program: isDamaged ? 'damaged' : program.program, ...mark })
    }
  }
  execFileSync('python3', ['-c', archive], { input: JSON.stringify(archives) })
  return due
}

/** @returns the archive that is still to be made, if it is to be one */
async function handIn(
  folder: string,
  student: string,
  lesson: string,
  { files }: AwkwardProgram,
  container: (typeof containers)[number],
): Promise<Archive[]> {
  const above = {
    work: 'work/',
    lessons: '',
    zip: 'work/',
    tar: '',
    tgz: `${student.slice(0, 20)}/work/`,
    deep: 'a/b c/work/',
  }
  const named = [...files].map(
    ([name, content]) => [`${above[container]}${lesson}/${name}`, content.toString()] as const,
  )
  if (container === 'zip') return [[join(folder, `${student}.zip`), 'zip', named]]
  if (container === 'tar') return [[join(folder, `${student}.tar`), 'tar', named]]
  if (container === 'tgz') return [[join(folder, `${student}.tar.gz`), 'tgz', named]]
  for (const [name, text] of named) {
    const file = join(folder, student, name)
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, text)
  }
  return []
}
