import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { compilePrograms } from './compile.ts'

test('compiles a program with its modules, but not one whose module in a folder below asks where it lies', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'socket-workbook-compile-'))
  try {
    await mkdir(join(folder, 'lib'))
    await writeFile(join(folder, 'lib', 'plain.ts'), '/** as import.meta.url */\nexport const plain = 1\n')
    await writeFile(join(folder, 'lib', 'placed.ts'), "export const file = new URL('./a', import.meta.url)\n")
    await writeFile(join(folder, 'one.ts'), "import { plain } from './lib/plain.ts'\nconsole.log(plain)\n")
    await writeFile(join(folder, 'two.ts'), "import { file } from './lib/placed.ts'\nconsole.log(file)\n")
    await writeFile(join(folder, 'three.ts'), "console.log(new URL('./one.ts', import.meta.url))\n")
    expect(Object.keys(await compilePrograms(folder)).sort()).toEqual(['one.ts', 'three.ts'])
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})
