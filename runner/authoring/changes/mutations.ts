/** Mechanical changes to a right program, of the kinds that people make by mistake. */
import { changeNodes, quoteCode, type Edit, type Mutator, type ProgramChange } from './program-change.ts'
import { isNode, type PlacedNode, type SyntaxNode } from './syntax.ts'

/** Lists the mutants of a program. */
export async function listMutations(file: string, source: string): Promise<ProgramChange[]> {
  return await changeNodes(file, source, mutators)
}

const mutators: readonly Mutator[] = [
  negateCondition,
  leaveOutCall,
  leaveOutListener,
  leaveOutAwait,
  openToEverybody,
  changeNumber,
  changeWord,
  returnAtOnce,
]

const conditional = [
  'IfStatement',
  'ConditionalExpression',
  'WhileStatement',
  'DoWhileStatement',
  'ForStatement',
]

function negateCondition(source: string, { node }: PlacedNode): Edit[] {
  const { test } = node
  if (!conditional.includes(node.type) || !isNode(test)) return []
  const { start, end } = test
  return [{ start, end, text: `!(${source.slice(start, end)})`, what: `${quoteCode(source, test)} negated` }]
}

function leaveOutCall(source: string, { node }: PlacedNode): Edit[] {
  const { expression } = node
  if (node.type !== 'ExpressionStatement' || !isNode(expression)) return []
  const called = isNode(expression['argument']) ? expression['argument'] : expression
  if (called.type !== 'CallExpression') return []
  const { start, end } = node
  return [{ start, end, text: '{}', what: `${quoteCode(source, expression)} left out` }]
}

const listening = ['on', 'once', 'addListener', 'prependListener', 'addEventListener']

/** In a chain of listeners one is taken out; one that is a statement of its own is left out as a call. */
function leaveOutListener(source: string, { node, around }: PlacedNode): Edit[] {
  const { callee } = node
  if (node.type !== 'CallExpression' || !isNode(callee) || !listening.includes(nameOfMember(callee)))
    return []
  const { object } = callee
  if (!isNode(object)) return []
  const isChained = object.type === 'CallExpression' || around[0]?.type === 'MemberExpression'
  if (!isChained) return []
  const { end } = node
  return [
    { start: object.end, end, text: '', what: `${quoteCode(source, { start: object.end, end })} left out` },
  ]
}

function nameOfMember({ type, property }: SyntaxNode): string {
  return type === 'MemberExpression' && isNode(property) ? String(property['name']) : ''
}

function leaveOutAwait(source: string, { node }: PlacedNode): Edit[] {
  const { argument } = node
  if (node.type !== 'AwaitExpression' || !isNode(argument)) return []
  const { start } = node
  return [{ start, end: argument.start, text: '', what: `${quoteCode(source, node)} without its await` }]
}

function openToEverybody(_: string, { node }: PlacedNode): Edit[] {
  if (node.type !== 'Literal' || node['value'] !== '127.0.0.1') return []
  const { start, end } = node
  return [{ start, end, text: `'0.0.0.0'`, what: '127.0.0.1 changed to 0.0.0.0' }]
}

function changeNumber(_: string, { node }: PlacedNode): Edit[] {
  const { value, start, end } = node
  if (node.type !== 'Literal' || typeof value !== 'number') return []
  // To its neighbour: what stands at a border is found only there.
  const other = value === 1 ? 0 : value + 1
  return [{ start, end, text: String(other), what: `${String(node['raw'])} changed to ${other}` }]
}

/** A word that a program compares or hands on; the names of events are the listeners' business, sentences are free. */
function changeWord(source: string, { node, around }: PlacedNode): Edit[] {
  const { value, start, end } = node
  if (node.type !== 'Literal' || typeof value !== 'string' || value === '127.0.0.1') return []
  const isSentence = /\p{L} |: $/u.test(value)
  const [parent] = around
  if (isSentence || !parent || isFree(parent) || isNameOfEvent(source, parent)) return []
  const other = value === '' ? 'x' : ''
  return [{ start, end, text: `'${other}'`, what: `${quoteCode(source, node)} changed to '${other}'` }]
}

function isFree({ type }: SyntaxNode): boolean {
  return /^(?:Import|Export|TS)/u.test(type)
}

function isNameOfEvent(source: string, { type, callee }: SyntaxNode): boolean {
  if (type !== 'CallExpression' || !isNode(callee)) return false
  const called = source.slice(callee.start, callee.end)
  return (
    [...listening, 'off', 'removeListener', 'emit'].includes(nameOfMember(callee)) ||
    /^(?:on|once)$/u.test(called)
  )
}

function returnAtOnce(source: string, { node, around }: PlacedNode): Edit[] {
  const { body, params } = node
  if (!isNode(body) || !Array.isArray(params) || body.type !== 'BlockStatement') return []
  // A function that does nothing returns at once as it is.
  if (Array.isArray(body['body']) && body['body'].length === 0) return []
  const start = body.start + 1
  const name = nameOfFunction(node, around)
  return [{ start, end: start, text: ' return;', what: `${name ?? quoteCode(source, node)} returns at once` }]
}

function nameOfFunction({ id }: SyntaxNode, [parent]: readonly SyntaxNode[]): string | undefined {
  const named = [id, parent?.['id'], parent?.['key']].find(isNode)
  return named === undefined ? undefined : `\`${String(named['name'])}\``
}
