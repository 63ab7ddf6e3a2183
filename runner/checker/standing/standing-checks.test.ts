/** The checks that lessons share, on right programs and on wrong ones. */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { inEnglish } from '../../language/say.ts'
import { readCatalogue } from '../../lessons/catalogue.ts'
import { createTemporaryWorkbook, judge } from '../../testing/temporary-workbook.ts'

let nextPort = 19_800

const checker = `// starter fails "listens on 127.0.0.1 and nowhere else" at exited-early: x
import { connectsWhereTold, listensOnLoopbackOnly, listensWhereTold, tellsItsPort, tellsTakenPort } from '#checker'
listensOnLoopbackOnly({})
listensWhereTold({ defaultPort: 19909 })
tellsTakenPort({})
tellsItsPort({})
connectsWhereTold({ defaultPort: 19909 })
`

const place = `const host = process.env.HOST ?? '127.0.0.1', port = Number(process.env.PORT ?? 19909)`
const complain = `(error) => { console.error(error.message); process.exitCode = 1 }`
const server = `import { createServer } from 'node:net'
${place}
createServer().on('error', ${complain}).listen(port, host, () => console.log('listening'))
`
const client = `import { connect } from 'node:net'
${place}
connect(port, host).on('error', ${complain})
`

interface Programs {
  readonly server?: string
  readonly client?: string
}

/** Judges them with a default port that no other judgement has at the same time. @returns the failures, a line each */
async function judgePrograms(programs: Programs): Promise<string[]> {
  const port = String(nextPort++)
  const moved = (text: string) => text.replaceAll('19909', port)
  await using workbook = await createTemporaryWorkbook()
  const { root, write } = workbook
  await mkdir(join(root, 'subject'))
  await write('lessons/01-upper-case/check.test.ts', moved(checker))
  await write('subject/server.ts', moved(programs.server ?? server))
  await write('subject/client.ts', moved(programs.client ?? client))
  const [lesson] = await readCatalogue(root)
  if (!lesson) throw new Error('the small workbook has no lesson')
  const { checks } = await judge({ root, lesson, subject: join(root, 'subject') })
  return checks.flatMap(({ failure, name, broken }) =>
    failure
      ? [`${name}: ${failure.stage}: ${inEnglish(failure.happened)}`]
      : broken
        ? [`${name}: broken: ${inEnglish(broken.message)}`]
        : [],
  )
}

test.concurrent('right programs pass', async () => {
  expect(await judgePrograms({})).toEqual([])
})

test.concurrent.each([
  [
    'without an address',
    { server: server.replace('port, host, ', 'port, ') },
    /^listens on 127.*: listening-elsewhere: Your server listens on \[::\]:\d+, where 127\.0\.0\.1:\d+ and nothing else was due\. Every machine/m,
  ],
  [
    'on a second port, later',
    { server: `${server}setTimeout(() => createServer().listen(0, host), 150)` },
    /^listens on 127.*: listening-elsewhere: Your server listens on 127\.0\.0\.1:\d+, where/m,
  ],
  [
    'on a second address, in a child',
    {
      server: `${server}
import { spawn } from 'node:child_process'
spawn(process.execPath, ['-e', 'require("node:net").createServer().listen(0, "::1")'])`,
    },
    /^listens on 127.*: listening-elsewhere: Your server listens on \[::1\]:\d+, where/m,
  ],
  [
    'without HOST',
    { server: server.replace('process.env.HOST ?? ', '') },
    /^listens where HOST.*: listening-elsewhere: Your server listens on 127\.0\.0\.1:\d+, and not on .* and PORT was not set\./m,
  ],
  [
    'without PORT where HOST is set',
    { server: server.replace('process.env.PORT ??', 'process.env.HOST ? 19909 : process.env.PORT ??') },
    /^listens where HOST.*: listening-elsewhere: .*:\d+, and not on .* PORT was \d+ and HOST was/m,
  ],
  [
    'with a client without PORT where HOST is set',
    { client: client.replace('process.env.PORT ??', 'process.env.HOST ? 19909 : process.env.PORT ??') },
    /^client: connects where HOST.*: exited-early: /m,
  ],
  [
    'with a default port of its own',
    { server: server.replace('?? 19909', '?? 19799') },
    /^listens where HOST.*: listening-elsewhere: .*:19799, and not on/m,
  ],
  [
    'with a stack trace',
    { server: server.replace('console.error(error.message)', 'console.error(error.stack)') },
    /^a taken port.*: wrong-output: Your second server printed a stack trace when its port was taken/m,
  ],
  [
    'with its complaint on stdout',
    { server: server.replace('console.error', 'console.log') },
    /^a taken port.*: wrong-output: Your second server told on stdout/m,
  ],
  [
    'with two lines of complaint',
    { server: server.replace('console.error(', `console.error('no'), console.error(`) },
    /^a taken port.*: wrong-output: Your second server told in 2 lines/m,
  ],
  [
    'with a banner and no complaint',
    { server: server.replace(complain, `() => (process.exitCode = 1)`) + `console.error('a server')\n` },
    /^a taken port.*: wrong-output: The port of your second server was taken, and it did not say so\./m,
  ],
  [
    'without a line when it listens',
    { server: server.replace(`, () => console.log('listening')`, '') },
    /^prints a line when it listens: wrong-output: Your server printed nothing when it was listening/m,
  ],
  [
    'with its line before it listens',
    { server: server.replace(`, () => console.log('listening')`, '') + `console.log('listening')\n` },
    /^prints a line when it listens: wrong-output: The port of your second server was taken, and it printed "listening"/m,
  ],
  [
    'with a client without HOST',
    { client: client.replace('process.env.HOST ?? ', '') },
    /^client: connects where HOST.*: exited-early: /m,
  ],
])('%s', async (_what, programs, sentence) => {
  expect((await judgePrograms(programs)).join('\n')).toMatch(sentence)
})

test.concurrent('a program of both protocols is judged on both', async () => {
  await using workbook = await createTemporaryWorkbook()
  const { root, write } = workbook
  const port = nextPort++
  const both = `import { createSocket } from 'node:dgram'\n${server}
createSocket('udp4').on('error', ${complain}).bind(port, host)`
  await write(
    'lessons/01-upper-case/check.test.ts',
    `// starter fails "takes TCP and UDP on one port of 127.0.0.1" at exited-early: x
import { listensOnLoopbackOnly, listensWhereTold, tellsTakenPort } from '#checker'
const server = { protocol: 'tcp+udp' } as const
listensOnLoopbackOnly({ server })
listensWhereTold({ server, defaultPort: ${port} })
tellsTakenPort({ server })
`,
  )
  const [lesson] = await readCatalogue(root)
  if (!lesson) throw new Error('the small workbook has no lesson')
  const fails = async (text: string) => {
    await write('subject/server.ts', text.replaceAll('19909', String(port)))
    const { checks } = await judge({ root, lesson, subject: join(root, 'subject') })
    return checks.flatMap(({ failure, name }) => (failure ? [`${name}: ${failure.stage}`] : []))
  }
  const once = both.replace(`on('error', ${complain}).bind`, `on('error', () => {}).bind`)
  expect(await fails(once)).toEqual([])
  expect(await fails(once.replace('bind(port, host)', 'bind(port)'))).toEqual([
    'takes TCP and UDP on one port of 127.0.0.1: listening-elsewhere',
  ])
  expect((await fails(server)).every((line) => line.endsWith('listening-elsewhere'))).toBe(true)
})
