/** The floors of the house, as the linter holds them and as CONTRIBUTING.md tells them. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import * as v from 'valibot'

/** From the top down. Rooms on one floor do not import one another. */
const floors = [
  ['bench'],
  ['testing'],
  ['commands'],
  ['grading'],
  ['desk', 'authoring'],
  ['start-up'],
  ['screens'],
  ['terminal', 'conversation', 'ports', 'judging'],
  ['results', 'work'],
  ['lessons'],
  ['playing'],
  ['checker'],
  ['processes'],
  ['text', 'disk'],
  ['edge'],
  ['language'],
]
const rooms = floors.flat()

/** The folders of the checker's room, from the top down; its index is above them all. */
const checkerFloors = [['standing'], ['check'], ['tcp', 'udp'], ['program'], ['bytes'], ['record']]
const root = join(import.meta.dirname, '../..')

const rulesSchema = v.object({
  overrides: v.array(
    v.object({
      files: v.array(v.string()),
      rules: v.looseObject({
        'eslint/no-restricted-imports': v.optional(
          v.union([
            v.literal('off'),
            v.tuple([v.literal('error'), v.object({ patterns: v.array(v.object({ regex: v.string() })) })]),
          ]),
        ),
      }),
    }),
  ),
})

/** Whether the linter refuses it when a file that lies directly in a room imports this. */
function isRefused(room: string, wanted: string): boolean {
  const { overrides } = v.parse(rulesSchema, JSON.parse(readFileSync(join(root, '.oxlintrc.json'), 'utf8')))
  const rule = overrides.find(({ files }) => files.includes(`runner/${room}/**`))?.rules[
    'eslint/no-restricted-imports'
  ]
  return Array.isArray(rule) && rule[1].patterns.some(({ regex }) => new RegExp(regex, 'u').test(wanted))
}

test('every room of the runner stands on a floor', () => {
  const folders = readdirSync(join(root, 'runner'), { withFileTypes: true }).filter((entry) =>
    entry.isDirectory(),
  )
  expect(folders.map(({ name }) => name).sort()).toEqual([...rooms].sort())
})

test('the linter refuses every import from above and from beside, however deep the file lies', () => {
  const imports = floors.flatMap((floor, index) =>
    floor.flatMap((room) =>
      [...floors.slice(0, index).flat(), ...floor.filter((other) => other !== room)].flatMap((above) => [
        [room, `../${above}/some-file.ts`] as const,
        [room, `../../${above}/some-file.ts`] as const,
      ]),
    ),
  )
  expect(imports.filter(([room, wanted]) => !isRefused(room, wanted))).toEqual([])
})

test('the linter lets every room import what is below it, but for those that are to know less', () => {
  const shut = ['conversation', 'checker', 'processes', 'playing']
  const imports = floors.flatMap((floor, index) =>
    floor
      .filter((room) => !shut.includes(room))
      .flatMap((room) =>
        floors
          .slice(index + 1)
          .flat()
          .map((below) => [room, `../${below}/some-file.ts`] as const),
      ),
  )
  expect(imports.filter(([room, wanted]) => isRefused(room, wanted))).toEqual([])
})

test('the map in CONTRIBUTING.md names every room once, from the top floor down', () => {
  const text = readFileSync(join(root, 'CONTRIBUTING.md'), 'utf8')
  const map = /^runner\/\n([\s\S]*?)^```/m.exec(text)?.[1] ?? ''
  const named = [...map.matchAll(/^ {2}([a-z-]+)\//gm)].map((match) => match[1])
  expect(named).toEqual(rooms)
})

test('within the checker too a folder imports from those below it only; a test may look around', () => {
  const room = join(root, 'runner/checker')
  const folders = readdirSync(room, { withFileTypes: true }).filter((entry) => entry.isDirectory())
  expect(folders.map(({ name }) => name).sort()).toEqual(checkerFloors.flat().sort())
  const imports = folders.flatMap(({ name }) =>
    listSources(join(room, name)).flatMap((file) =>
      [...readFileSync(join(room, name, file), 'utf8').matchAll(/from '\.\.\/([a-z]+)\//gu)].map(
        ([, other = '']) => [`${name}/${file}`, findFloor(name), other, findFloor(other)] as const,
      ),
    ),
  )
  expect(imports.filter(([, from, , to]) => from >= to)).toEqual([])
})

function listSources(folder: string): string[] {
  return readdirSync(folder).filter((name) => !name.endsWith('.test.ts'))
}

function findFloor(folder: string): number {
  return checkerFloors.findIndex((floor) => floor.includes(folder))
}
