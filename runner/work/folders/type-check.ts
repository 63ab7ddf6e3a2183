/** What lets an editor, and `npx tsc -p work`, check the types of the learner's programs as strictly as the lessons'. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'

const configuration = {
  extends: '../tsconfig.json',
  include: ['.'],
  // Attempts that a reset has set aside are not looked at.
  exclude: ['*.before-*'],
}

/**
 * Writes work/tsconfig.json where there is none. One that exists is the learner's own and stays as it is; where the
 * folder cannot be written, everything but the type-check works without it.
 */
export async function offerTypeCheck(root: string): Promise<void> {
  const text = `${JSON.stringify(configuration, null, 2)}\n`
  await writeFile(join(root, 'work', 'tsconfig.json'), text, { flag: 'wx' }).catch(() => {})
}
