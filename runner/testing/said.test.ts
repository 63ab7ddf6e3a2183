/** Whether every sentence that a learner can read is written with `say`: a new one that is not is found here. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { transformSync } from 'esbuild'
import { expect, test } from 'vitest'
import { parseAst } from 'vitest/node'

const runner = join(import.meta.dirname, '..')

/** What no learner and no instructor reads: the tools of authors, programs that attack, classes made for tests, and what is wrong with a lesson that they write. */
const forAuthors = [
  'authoring/',
  'bench/',
  'testing/',
  'grading/hostile/',
  'grading/awkward/',
  'commands/new.ts',
  'commands/verify.ts',
  'lessons/hints.ts',
  'lessons/pictures/parse-picture.ts',
  'lessons/predictions/parse-prediction.ts',
]

/** Literals of two words or more that are not sentences: commands, flags, scripts, keys, and names, of checks too, and of what other systems read. */
const notSentences =
  /^(?:npm (?:run|start)|git restore|--report FILE|merge OUT|--(?:roster|points|out|isolation|regrade-diff) [A-Z]+$| npx tsx|trap |Home End$|(?:listens|receives) on 127\.0\.0\.1 and nowhere else$|takes TCP and UDP|\n *const \{|, exclusive: true| 2>\/dev\/null; ulimit|\nwhile read|; tty=|socket-workbook: |root admin |go on$|Socket Workbook$|The run was cancelled\.$|<[?!]|SIS (?:User|Login) ID$|(?:    )?Points Possible$|Student, Test$|ID number$|Email address$|Full name$|Autograding |as async )/u

/** What a tree of the parser is made of, as far as it is looked at here. */
type Node = Readonly<Record<string, unknown>> & { readonly type: string }

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'
}

/**
 * The literals in a program that are neither written with `say` nor messages of bugs, which are told in English, names of
 * checks, or what is typed to do something by hand.
 */
function listUnsaid(source: string): string[] {
  const { code } = transformSync(source, {
    loader: 'ts',
    target: 'esnext',
    supported: { 'inline-script': false },
  })
  const found: string[] = []
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) return value.forEach(visit)
    if (!isNode(value)) return
    if (value.type === 'ImportDeclaration' || isBug(value) || isByHand(value)) return
    if (isCheck(value)) return visit(value['arguments'].slice(1))
    if (value.type === 'TaggedTemplateExpression' && isNode(value['tag']) && value['tag']['name'] === 'say') {
      return isNode(value['quasi']) ? visit(value['quasi']['expressions']) : undefined
    }
    if (
      value.type === 'TaggedTemplateExpression' &&
      isNode(value['tag']) &&
      value['tag']['name'] === 'markup'
    ) {
      return isNode(value['quasi']) ? visitMarkup(value['quasi']) : undefined
    }
    if (value.type === 'Literal' && typeof value['value'] === 'string') found.push(value['value'])
    if (value.type === 'TemplateElement' && isText(value['value'])) found.push(value['value'].cooked)
    Object.values(value).forEach(visit)
  }
  /** Of HTML only what stands outside its tags is read. */
  const visitMarkup = ({ quasis, expressions }: Node): void => {
    const pieces = Array.isArray(quasis) ? quasis.filter(isNode).map(({ value }) => value) : []
    const html = pieces.map((piece) => (isText(piece) ? piece.cooked : '')).join('0')
    found.push(...html.replaceAll(/<[^>]*>/gu, '\n').split('\n'))
    visit(expressions)
  }
  visit(parseAst(code).body)
  return found.filter((text) => /\p{L}{2,}[,:;]? \p{L}{2,}/u.test(text))
}

function isText(value: unknown): value is { readonly cooked: string } {
  return typeof value === 'object' && value !== null && 'cooked' in value && typeof value.cooked === 'string'
}

function isByHand({ type, key }: Node): boolean {
  return type === 'Property' && isNode(key) && key['name'] === 'byHand'
}

function isCheck(node: Node): node is Node & { readonly arguments: readonly unknown[] } {
  const { type, callee } = node
  return (
    type === 'CallExpression' &&
    isNode(callee) &&
    callee['name'] === 'check' &&
    Array.isArray(node['arguments'])
  )
}

function isBug({ type, callee }: Node): boolean {
  return (
    type === 'NewExpression' &&
    isNode(callee) &&
    ['Error', 'TypeError', 'RangeError'].includes(String(callee['name']))
  )
}

const files = readdirSync(runner, { recursive: true, encoding: 'utf8' }).filter(
  (file) =>
    file.endsWith('.ts') &&
    !/\.test(?:-data)?\.ts$/u.test(file) &&
    !forAuthors.some((place) => file.startsWith(place)),
)

test.each(files)('%s says its sentences', (file) => {
  const unsaid = listUnsaid(readFileSync(join(runner, file), 'utf8'))
  expect(unsaid.filter((text) => !notSentences.test(text))).toEqual([])
})

test('finds a sentence wherever it stands, and lets code and bugs be', () => {
  const source = `
    import { x } from './two words.ts'
    const one: string = 'Your server ended.'
    const two = \`\${one} has ended.\`
    const three = say\`Your server \${cut('was ended', say\`by itself\`)}.\`
    throw new Error('A mistake of ours.')
    const four = markup\`<td class="one two">\${'three four'} <b title="\${x} is">five six</b></td>\`
    call('word', { key: 'value' })`
  expect(listUnsaid(source)).toEqual([
    'Your server ended.',
    ' has ended.',
    'was ended',
    'five six',
    'three four',
  ])
})
