/** Changes to a right program that strangers made when they half knew what to do: one word, border or order beside. */
import { changeNodes, quoteCode, type Edit, type Mutator, type ProgramChange } from './program-change.ts'
import { isNode, type PlacedNode, type SyntaxNode } from './syntax.ts'

/** Lists the slips that somebody could make in a program. */
export async function listSlips(file: string, source: string): Promise<ProgramChange[]> {
  return await changeNodes(file, source, slips)
}

const slips: readonly Mutator[] = [
  takeOtherMember,
  takeOtherOperator,
  leaveOutOperand,
  takeOtherTruth,
  leaveOutChange,
  leaveOutStep,
  leaveOutPartOfKey,
  readOtherBytes,
  trimWhatCame,
  compareLoosely,
  changeOnlyFirst,
  leaveLoopOtherwise,
]

/** What is easily taken for one another. What the compiler refuses is no change. */
const otherMembers = new Map(
  Object.entries({
    on: 'once',
    once: 'on',
    end: 'destroy',
    destroy: 'end',
    destroySoon: 'destroy',
    resetAndDestroy: 'destroy',
    shift: 'pop',
    pop: 'shift',
    push: 'unshift',
    unshift: 'push',
    find: 'findLast',
    some: 'every',
    every: 'some',
    indexOf: 'lastIndexOf',
    startsWith: 'includes',
    endsWith: 'includes',
    min: 'max',
    max: 'min',
    ceil: 'floor',
    floor: 'ceil',
    log: 'error',
    error: 'log',
    stdout: 'stderr',
    stderr: 'stdout',
    readUInt16BE: 'readUInt16LE',
    readUInt32BE: 'readUInt32LE',
    writeUInt16BE: 'writeUInt16LE',
    writeUInt32BE: 'writeUInt32LE',
    replaceAll: 'replace',
  }),
)

function takeOtherMember(source: string, { node, around: [parent] }: PlacedNode): Edit[] {
  const { object, property } = node
  if (node.type !== 'MemberExpression' || !isNode(property) || node['computed'] === true) return []
  const other = otherMembers.get(nameOf(property))
  if (other === undefined || isOfNoWeight(source, nameOf(object), parent)) return []
  const { start, end } = property
  return [{ start, end, text: other, what: `${quoteCode(source, node)} changed to ${other}` }]
}

/** What a program says in its own words may go to either stream, and of these events none comes twice. */
function isOfNoWeight(source: string, object: string, call: SyntaxNode | undefined): boolean {
  if (call?.type !== 'CallExpression' || !Array.isArray(call['arguments'])) return false
  const [first] = call['arguments'].filter(isNode)
  if (!first) return false
  const code = source.slice(first.start, first.end)
  if (object === 'console') return isSentence(code) || /\bmessage$/u.test(code)
  return object === 'process' || /^'(?:error|close|end|finish|exit|listening|connect)'$/u.test(code)
}

function isSentence(code: string): boolean {
  return /^['`]/u.test(code) && /\p{L} |: /u.test(code)
}

const otherOperators: Readonly<Record<string, string>> = {
  '<': '<=',
  '<=': '<',
  '>': '>=',
  '>=': '>',
  '+': '-',
  '-': '+',
}

function takeOtherOperator(source: string, { node }: PlacedNode): Edit[] {
  const { left, right } = node
  const operator = String(node['operator'])
  const other = otherOperators[operator]
  if (node.type !== 'BinaryExpression' || !isNode(left) || !isNode(right)) return []
  if (other === undefined) return []
  const start = source.indexOf(operator, left.end)
  const what = `${quoteCode(source, node)} with ${other} in place of ${operator}`
  return [{ start, end: start + operator.length, text: other, what }]
}

/** One of two conditions is forgotten. What stands behind `??` is a default, and its own matter. */
function leaveOutOperand(source: string, { node }: PlacedNode): Edit[] {
  const { left, right, operator, start, end } = node
  if (node.type !== 'LogicalExpression' || operator === '??' || !isNode(left) || !isNode(right)) return []
  return [left, right].map((kept) => {
    const text = source.slice(kept.start, kept.end)
    return { start, end, text, what: `${quoteCode(source, node)} changed to ${quoteCode(source, kept)}` }
  })
}

function takeOtherTruth(source: string, { node, around: [parent] }: PlacedNode): Edit[] {
  if (node.type !== 'Literal' || typeof node['value'] !== 'boolean') return []
  const { start, end, value } = node
  return [{ start, end, text: String(!value), what: `${quoteCode(source, parent ?? node)} not ${value}` }]
}

function leaveOutChange(source: string, { node }: PlacedNode): Edit[] {
  const { expression, start, end } = node
  if (node.type !== 'ExpressionStatement' || !isNode(expression)) return []
  if (!/^(?:Assignment|Update)Expression$/u.test(expression.type)) return []
  return [{ start, end, text: '{}', what: `${quoteCode(source, expression)} left out` }]
}

const steps = ['trim', 'trimEnd', 'trimStart', 'toLowerCase', 'toUpperCase', 'unref', 'toSorted', 'sort']

function leaveOutStep(source: string, { node }: PlacedNode): Edit[] {
  const { callee, end } = node
  if (node.type !== 'CallExpression' || !isNode(callee) || callee.type !== 'MemberExpression') return []
  const { object } = callee
  if (!isNode(object) || !steps.includes(nameOf(callee['property']))) return []
  const what = `${quoteCode(source, { start: object.end, end })} left out`
  return [{ start: object.end, end, text: '', what }]
}

/** Of what is put together from several values one, or all that stands between them. */
function leaveOutPartOfKey(source: string, { node }: PlacedNode): Edit[] {
  const { expressions, start, end } = node
  if (node.type !== 'TemplateLiteral' || !Array.isArray(expressions) || expressions.length < 2) return []
  if (isSentence(source.slice(start, end))) return []
  const parts = expressions.filter(isNode)
  const without = parts.map((part) => ({
    start: part.start - '${'.length,
    end: part.end + '}'.length,
    text: '',
    what: `${quoteCode(source, node)} without ${quoteCode(source, part)}`,
  }))
  const close = `\`${parts.map((part) => `\${${source.slice(part.start, part.end)}}`).join('')}\``
  return [...without, { start, end, text: close, what: `${quoteCode(source, node)} with nothing between` }]
}

/** Bytes that are taken for text of another encoding, or counted as characters. */
function readOtherBytes(source: string, { node }: PlacedNode): Edit[] {
  const { callee, start, end } = node
  if (!isNode(callee) || !Array.isArray(node['arguments'])) return []
  const called = source.slice(callee.start, callee.end)
  const [first] = node['arguments'].filter(isNode)
  if (called === 'Buffer.byteLength' && first)
    return [
      {
        start,
        end,
        text: `${source.slice(first.start, first.end)}.length`,
        what: `${quoteCode(source, node)} counted in characters`,
      },
    ]
  const decodes = (called.endsWith('.toString') && isDecoding(source, first)) || called === 'TextDecoder'
  if (!decodes) return []
  const text = `${source.slice(start, callee.end)}('latin1')`
  return [{ start, end, text, what: `${quoteCode(source, node)} read as latin1` }]
}

function isDecoding(source: string, first: SyntaxNode | undefined): boolean {
  return first === undefined || /utf-?8/u.test(source.slice(first.start, first.end))
}

function trimWhatCame(source: string, { node }: PlacedNode): Edit[] {
  const { callee, end } = node
  if (node.type !== 'CallExpression' || !isNode(callee) || !Array.isArray(node['arguments'])) return []
  if (!source.slice(callee.start, callee.end).endsWith('.toString')) return []
  if (!isDecoding(source, node['arguments'].find(isNode))) return []
  return [{ start: end, end, text: '.trim()', what: `${quoteCode(source, node)} trimmed` }]
}

/** A word that would also be found with something behind it, or in capitals. */
function compareLoosely(source: string, { node }: PlacedNode): Edit[] {
  const { left, right, start, end } = node
  if (node.type !== 'BinaryExpression' || !isNode(left) || !isNode(right)) return []
  const { value } = right
  // The compiler knows which words a typeof can give.
  if (
    node['operator'] !== '===' ||
    typeof value !== 'string' ||
    value === '' ||
    left.type === 'UnaryExpression'
  )
    return []
  const [subject, word] = [left, right].map((one) => source.slice(one.start, one.end))
  const asCapitals = /\p{L}/u.test(value) ? [`${subject}.toLowerCase() === ${word}`] : []
  return [`${subject}.startsWith(${word})`, ...asCapitals].map((text) => ({
    start,
    end,
    text,
    what: `${quoteCode(source, node)} changed to ${quoteCode(text, { start: 0, end: text.length })}`,
  }))
}

function changeOnlyFirst(source: string, { node }: PlacedNode): Edit[] {
  const { regex, start, end } = node
  if (node.type !== 'Literal' || typeof regex !== 'object' || regex === null) return []
  const code = source.slice(start, end)
  const flags = code.slice(code.lastIndexOf('/'))
  if (!flags.includes('g')) return []
  const text = code.slice(0, -flags.length) + flags.replace('g', '')
  return [{ start, end, text, what: `${quoteCode(source, node)} only once` }]
}

function leaveLoopOtherwise(_: string, { node: { type, label, start, end } }: PlacedNode): Edit[] {
  if (isNode(label)) return []
  if (type === 'BreakStatement') return [{ start, end, text: 'continue', what: 'break changed to continue' }]
  if (type === 'ContinueStatement') return [{ start, end, text: 'break', what: 'continue changed to break' }]
  return []
}

function nameOf(value: unknown): string {
  return isNode(value) ? String(value['name']) : ''
}
