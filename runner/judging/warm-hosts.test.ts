import { expect, test } from 'vitest'
import { findLesson, readCatalogue } from '../lessons/catalogue.ts'
import { findChildren } from '../testing/processes.ts'
import { createTemporaryWorkbook } from '../testing/temporary-workbook.ts'
import { createJudge } from './judge.ts'

test('a judgement that may be cancelled leaves two hosts warm, and a checker is read anew by a warm one', async () => {
  await using workbook = await createTemporaryWorkbook()
  const lesson = findLesson(await readCatalogue(workbook.root), '1')
  await using judge = createJudge()
  const judgement = { root: workbook.root, lesson, subject: lesson.solution, keepsSpare: true }
  // Other tests in this process may have hosts of their own.
  const others = await findChildren(process.pid)
  const findHosts = async () =>
    (await findChildren(process.pid)).filter((line) => line.includes('host.cjs') && !others.includes(line))

  expect((await judge.judge(judgement)).verdict).toBe('passed')
  const hosts = await findHosts()
  expect(hosts).toHaveLength(2)

  const checker = await workbook.read('lessons/01-upper-case/check.test.ts')
  await workbook.write('lessons/01-upper-case/check.test.ts', checker.replace("'listens'", "'hears'"))
  expect((await judge.judge(judgement)).checks[0]?.name).toBe('hears')

  const cancelling = new AbortController()
  const cancelled = judge.judge({
    ...judgement,
    signal: cancelling.signal,
    onCheck: () => cancelling.abort(new Error('a newer save')),
  })
  await expect(cancelled).rejects.toThrow('a newer save')
  const [spare = ''] = await findHosts()
  expect(hosts).toContain(spare)
  expect((await judge.judge(judgement)).verdict).toBe('passed')
  expect(await findHosts()).toContain(spare)
})
