import { expect, test } from 'vitest'
import { parseDocument } from './readme/document.ts'
import { complainAboutCode, complainAboutTypes, parseCompilerOutput } from './types.ts'

test('parses plain output with continued messages', () => {
  const output = [
    "lessons/01-a/starter/server.ts(3,7): error TS2322: Type 'string' is not assignable.",
    '  Because of this.',
    "runner/main.ts(1,1): error TS2307: Cannot find module 'x'.",
    '',
  ].join('\r\n')
  const errors = parseCompilerOutput(output)
  expect(errors.map(({ code }) => code)).toEqual([2322, 2307])
  expect(complainAboutTypes(errors, ['lessons/01-a', 'solutions/01-a'])).toEqual([
    {
      place: 'lessons/01-a/starter/server.ts:3',
      problem: "It does not compile: Type 'string' is not assignable. Because of this. (TS2322)",
      remedy: expect.any(String),
    },
  ])
})

test('fences must parse; what they do not declare is no matter', async () => {
  const source = [
    '# A\n```ts\nfor await (const chunk of socket) handle(chunk)\n```',
    '```ts\nconst a = 1\nconst b = (\n```',
    '```js\nconst (\n```',
    '```ts\nsocket.on("data", (chunk: Buffer) => {\n  // …\n})\nawait once(server, "listening")\n```',
  ].join('\n')
  const fences = parseDocument(source)
    .fences.filter(({ language }) => language === 'ts')
    .map((fence) => ({ path: 'README.md', fence }))
  const complaints = await complainAboutCode(fences, new AbortController().signal)
  expect(complaints.map(({ place }) => place)).toEqual(['README.md:7'])
})
