/** Two lessons that are as small as lessons can be, for tests of the runner that are not about any real one. */

const readme = (title: string, task: string) => `# ${title}

The first words of ${title}.

## Your task

1. ${task}

## Try it yourself

\`\`\`console
$ npx tsx server.ts
\`\`\`

## Sources

None.
`

const hints = (word: string) => `# Hints

## Look at the answer

The first hint: ${word}.

\`\`\`ts
// inside a block of code this is no heading:
## like this
\`\`\`

## Look at the method

The second hint: a string has a method for it.
`

const server = (answer: string) => `import { createServer } from 'node:net'

const server = createServer((socket) => {
  socket.on('data', (chunk) => socket.end(${answer}))
  socket.on('error', () => {})
})
server.listen(Number(process.env['PORT'] ?? 9909), '127.0.0.1', () => console.log('listening'))
`

const checker = (sent: string, due: string) => `import { check } from '#checker'

const listens = check('listens', { help: 'Call listen.', byHand: ['npx tsx {subject}/server.ts'] }, async (t) => {
  await t.connect(await t.startServer())
})

check(
  'answers as it should',
  { help: 'Change what came.', byHand: ['npx tsx {subject}/server.ts'], after: listens },
  async (t) => {
    const client = await t.connect(await t.startServer())
    await client.send('${sent}')
    await client.receive('${due}')
  },
)
`

const upperAnswer = 'chunk.toString().toUpperCase()'

/** A `server.ts` that passes lesson 1. */
export const rightServer = server(upperAnswer)

const declaration = JSON.stringify({
  programs: [{ file: 'server.ts', role: 'server', protocol: 'tcp', port: 9909 }],
})

/** Path below the root to content. */
export const smallLessons: Readonly<Record<string, string>> = {
  'lessons/01-upper-case/lesson.json': declaration,
  'lessons/01-upper-case/README.md': readme('Upper case', 'Answer in upper case.'),
  'lessons/01-upper-case/hints.md': hints('capitals'),
  'lessons/01-upper-case/check.test.ts': checker('one', 'ONE'),
  'lessons/01-upper-case/starter/server.ts': server('chunk'),
  'lessons/01-upper-case/starter/given/words.ts': `export const word = 'one'\n`,
  'solutions/01-upper-case/server.ts': rightServer,
  'solutions/01-upper-case/mistakes/silent/server.ts': '// a mistake\n',
  'lessons/02-lower-case/lesson.json': declaration,
  'lessons/02-lower-case/README.md': readme('Lower case', 'Answer in lower case.'),
  'lessons/02-lower-case/hints.md': hints('small letters'),
  'lessons/02-lower-case/check.test.ts': checker('ONE', 'one'),
  'lessons/02-lower-case/starter/server.ts': server('chunk'),
  'solutions/02-lower-case/server.ts': server('chunk.toString().toLowerCase()'),
}
