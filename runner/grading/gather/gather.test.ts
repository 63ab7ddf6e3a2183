/** What is read of what a class hands in, from real folders and archives. */
import { execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { inEnglish } from '../../language/say.ts'
import { inventLesson } from '../../testing/invented-lesson.ts'
import { parseExportName, parseGradescopeMetadata } from './export-names.ts'
import { sortByLesson } from './lesson-files.ts'
import { parseCsv } from './csv-text.ts'
import { findStudent } from './find-student.ts'
import { readRoster } from './roster.ts'
import { listSubmissions, readSubmission } from './submissions.ts'

async function createFolder(files: Readonly<Record<string, string | Buffer>> = {}) {
  const path = await mkdtemp(join(tmpdir(), 'socket-workbook-test-'))
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(path, name)), { recursive: true })
    await writeFile(join(path, name), content)
  }
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) }
}

/** Makes an archive with Python, which writes what no honest tool would. */
function python(script: string, cwd: string): void {
  execFileSync('python3', ['-c', `import gzip, zipfile, tarfile, io, stat\n${script}`], { cwd })
}

async function read(folder: string, student: string) {
  const all = await listSubmissions(folder, undefined)
  const submission = all.find((one) => one.student === student)
  if (!submission) throw new Error(`${student} is not among ${all.map((one) => one.student).join(', ')}`)
  const { files, problems } = await readSubmission(folder, submission)
  return { names: [...files.keys()].sort(), files, problems: problems.map(inEnglish) }
}

const one = inventLesson('01-tcp-echo')
const two = inventLesson('02-communication-loop')

test('reads a folder, a zip and a tar of the same programs alike', async () => {
  await using folder = await createFolder({ 'folder/work/01-tcp-echo/server.ts': 'x' })
  python(
    `zipfile.ZipFile('zip.zip', 'w').writestr('work/01-tcp-echo/server.ts', 'x')
t = tarfile.open('tar.tar.gz', 'w:gz'); i = tarfile.TarInfo('work/01-tcp-echo/server.ts'); i.size = 1; t.addfile(i, io.BytesIO(b'x')); t.close()`,
    folder.path,
  )
  for (const student of ['folder', 'zip', 'tar']) {
    const { files, problems } = await read(folder.path, student)
    expect(problems).toEqual([])
    expect([...files]).toEqual([['work/01-tcp-echo/server.ts', Buffer.from('x')]])
  }
})

test('refuses, by name, what climbs out, is absolute, a link or a device, and takes the rest', async () => {
  await using folder = await createFolder()
  python(
    `z = zipfile.ZipFile('zip.zip', 'w')
for name in ['../out.ts', '/abs.ts', 'a/../../b.ts', 'C:/x.ts', 'back\\\\..\\\\..\\\\c.ts', 'good.ts']: z.writestr(name, 'x')
link = zipfile.ZipInfo('link.ts'); link.external_attr = (stat.S_IFLNK | 0o777) << 16; link.create_system = 3; z.writestr(link, '/etc/passwd'); z.close()
t = tarfile.open('tar.tar', 'w')
def add(name, **fields):
  i = tarfile.TarInfo(name)
  for key, value in fields.items(): setattr(i, key, value)
  t.addfile(i, io.BytesIO(b'x' * i.size))
add('../out.ts', size=1); add('/abs.ts', size=1); add('link.ts', type=tarfile.SYMTYPE, linkname='/etc/passwd')
add('hard.ts', type=tarfile.LNKTYPE, linkname='good.ts'); add('device.ts', type=tarfile.CHRTYPE); add('good.ts', size=1); t.close()`,
    folder.path,
  )
  const zip = await read(folder.path, 'zip')
  expect(zip.names).toEqual(['good.ts'])
  expect(zip.problems).toHaveLength(6)
  expect(zip.problems).toContain('link.ts was left out: it is a link, and links are not followed.')
  const tar = await read(folder.path, 'tar')
  expect(tar.names).toEqual(['good.ts'])
  expect(tar.problems.join('\n')).toContain(
    '../out.ts was left out: its path leads out of what was handed in.',
  )
  expect(tar.problems.join('\n')).toContain('device.ts was left out: it is neither a file nor a folder.')
  expect(tar.problems).toHaveLength(5)
})

test('refuses bombs, what is encrypted and what is damaged, and is done at once', async () => {
  await using folder = await createFolder({
    'damaged.zip': 'PK\u0003\u0004 nothing',
    'damaged.tgz': 'nothing',
  })
  python(
    `z = zipfile.ZipFile('bomb.zip', 'w', zipfile.ZIP_DEFLATED); z.writestr('big.ts', b'0' * (40 << 20)); z.writestr('good.ts', 'x'); z.close()
z = zipfile.ZipFile('many.zip', 'w')
for i in range(5000): z.writestr(str(i) + '.ts', 'x')
z.close()
i = tarfile.TarInfo('big.ts'); i.size = 300 << 20
g = gzip.open('bomb.tar.gz', 'wb', 1); g.write(i.tobuf()); g.write(bytes(8 << 20)); g.close()
z = zipfile.ZipFile('secret.zip', 'w', zipfile.ZIP_DEFLATED); z.writestr('server.ts', 'x'); z.close()
b = bytearray(open('secret.zip', 'rb').read()); at = b.rfind(b'PK\\x01\\x02'); b[at + 8] |= 1; b[6] |= 1; open('secret.zip', 'wb').write(b)`,
    folder.path,
  )
  const told = async (student: string) => {
    const { names, problems } = await read(folder.path, student)
    return [names.length, problems.join(' ')] as const
  }
  expect(await told('bomb')).toEqual([
    1,
    expect.stringContaining('big.ts was left out: it has more than 4 MiB.'),
  ])
  expect(await told('bomb')).toEqual([1, expect.stringContaining('bomb.tar.gz could not be read to its end')])
  expect(await told('many')).toEqual([2000, 'There is more in it than programs: the rest was not read.'])
  expect(await told('secret')).toEqual([0, 'server.ts was left out: it is encrypted.'])
  expect(await told('damaged')).toEqual([
    0,
    expect.stringContaining('damaged.zip could not be read to its end'),
  ])
})

test('follows no link in what a student handed in', async () => {
  await using folder = await createFolder({ 'ada/server.ts': 'x' })
  await symlink('/etc/passwd', join(folder.path, 'ada/client.ts'))
  await symlink('/etc', join(folder.path, 'ada/given'))
  await symlink('/etc', join(folder.path, 'bob'))
  expect((await read(folder.path, 'ada')).names).toEqual(['server.ts'])
  expect((await read(folder.path, 'bob')).problems).toEqual([
    'bob was left out: it is a link, and links are not followed.',
  ])
})

test.each([
  ['Ada Lovelace_1234_assignsubmission_file_server.ts', 'Ada Lovelace', '1234', 'server.ts'],
  ['Ada Lovelace_1234_assignsubmission_file', 'Ada Lovelace', '1234', undefined],
  ['lovelaceada_12345_6789012_server-2.ts', 'lovelaceada', '12345', 'server.ts'],
  ['lovelaceada_LATE_12345_6789012_work', 'lovelaceada', '12345', 'work'],
  ['=1+1', '=1+1', undefined, undefined],
  ['李 明', '李 明', undefined, undefined],
])('understands the name %s', (name, student, platformId, file) => {
  const parsed = parseExportName(name)
  expect([parsed.student, parsed.platformId, parsed.file]).toEqual([student, platformId, file])
})

test("reads Gradescope's list of who handed in what, together too", () => {
  const text = `submission_1:
  :submitters:
  - :name: Ada Lovelace
    :sid: '0042'
    :email: ada@example.org
  - :name: Bob
    :sid: '0043'
    :email: bob@example.org
  :created_at: 2026-11-01
submission_2:
  :submitters:
  - :name: Cyd
    :email: cyd@example.org
`
  const people = parseGradescopeMetadata(text)
  expect([...people].map(([folder, who]) => [folder, who.map(({ student }) => student)])).toEqual([
    ['submission_1', ['0042', '0043']],
    ['submission_2', ['cyd@example.org']],
  ])
})

test('a roster names everybody, in its order, and those who are not in it come after', async () => {
  await using folder = await createFolder({
    'in/lovelaceada_11111_22222_server.ts': 'x',
    'in/bob/server.ts': 'x',
    'in/Bob/server.ts': 'x',
    'in/stranger/server.ts': 'x',
    'roster.csv':
      '\uFEFFID,Name,Email\r\nZ1,"Zoë ""Z"" Ö",z@example.org\r\nal,Ada Lovelace,\r\nbob,Bob B,\r\nBob,Bob C,\r\n',
  })
  const roster = await readRoster(join(folder.path, 'roster.csv'))
  expect(roster[0]).toEqual({ id: 'Z1', name: 'Zoë "Z" Ö', email: 'z@example.org' })
  const all = await listSubmissions(join(folder.path, 'in'), roster)
  expect(all.map(({ student, sources }) => [student, sources.map(({ name }) => name)])).toEqual([
    ['Z1', []],
    ['al', ['lovelaceada_11111_22222_server.ts']],
    ['bob', ['bob']],
    ['Bob', ['Bob']],
    ['stranger', ['stranger']],
  ])
})

test('whoever could be two of the roster is neither', () => {
  const roster = [
    { id: '1', name: 'Ada B' },
    { id: '2', name: 'ada b' },
  ]
  expect(findStudent(roster, { student: 'ADA B' })).toBeUndefined()
})

test('CSV is read as RFC 4180 has it', () => {
  expect(parseCsv('a,"b,""c""\nd",\r\n\r\n,e,f')).toEqual([
    ['a', 'b,"c"\nd', ''],
    ['', 'e', 'f'],
  ])
})

test('files are sorted by the folder of the lesson, wherever it stands, and loose ones are of the only lesson', () => {
  const files = (...names: string[]) => new Map(names.map((name) => [name, Buffer.from(name)]))
  const sorted = sortByLesson(
    files(
      'ada/work/01-tcp-echo/given/x.ts',
      'work/.saves/01-tcp-echo/server.ts',
      '02-communication-loop/client.ts',
      'notes.md',
    ),
    [one, two],
  )
  expect([...sorted].map(([lesson, own]) => [lesson, [...own.keys()]])).toEqual([
    ['01-tcp-echo', ['given/x.ts']],
    ['02-communication-loop', ['client.ts']],
  ])
  expect([...(sortByLesson(files('server.ts', 'given/x.ts'), [one]).get('01-tcp-echo') ?? [])].length).toBe(2)
  expect([
    ...(sortByLesson(files('mine/src/server.ts', 'mine/readme.md'), [one]).get('01-tcp-echo')?.keys() ?? []),
  ]).toEqual(['server.ts'])
  expect(sortByLesson(files('server.ts'), [one, two]).size).toBe(0)
})
