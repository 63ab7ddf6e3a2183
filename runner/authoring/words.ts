/** The sentences of a checker that a learner can read, by the keys by which a catalogue finds them. */
import { readIfThere } from '../disk/read-if-there.ts'
import type { Lesson } from '../lessons/catalogue.ts'
import { isNode, parseNodes, type SyntaxNode } from './changes/syntax.ts'

/** A sentence in the source of a checker. */
export interface CheckerSentence {
  readonly line: number
  readonly key: string
}

/** Reads the sentences of a lesson's checker in their order: all that is written with `say`. */
export async function readSentences({ checker }: Pick<Lesson, 'checker'>): Promise<CheckerSentence[]> {
  const source = await readIfThere(checker)
  const nodes = (await parseNodes('check.test.ts', source)) ?? []
  return nodes.flatMap(({ node }) => {
    const key = readKey(node)
    return key === undefined ? [] : [{ line: source.slice(0, node.start).split('\n').length, key }]
  })
}

/** The key that `say` gives a template; undefined for anything else. */
function readKey({ type, tag, quasi }: SyntaxNode): string | undefined {
  if (type !== 'TaggedTemplateExpression' || !isNode(tag) || !isNode(quasi)) return undefined
  const { quasis } = quasi
  if (tag['name'] !== 'say' || !Array.isArray(quasis)) return undefined
  const pieces = quasis.filter(isNode).map(({ value }) => readCooked(value))
  return pieces.reduce((text, piece, index) => `${text}{${index - 1}}${piece}`)
}

function readCooked(value: unknown): string {
  return typeof value === 'object' && value !== null && 'cooked' in value ? String(value.cooked) : ''
}

/** Renders the sentences of a lesson, one a line, each key once: `lessons/03-…/check.test.ts:12  KEY`. */
export function renderSentences(path: string, sentences: readonly CheckerSentence[]): string {
  const first = sentences.filter(
    ({ key }, index) => sentences.findIndex((other) => other.key === key) === index,
  )
  return first.map(({ line, key }) => `${path}:${line}  ${JSON.stringify(key)}\n`).join('')
}
