/** A program as a tree of syntax, in which places are offsets into its source. */
import { Refusal } from '../../edge/refusal.ts'

/** A node as the parser gives it (ESTree). What it has beside its type and its place depends on the type. */
export interface SyntaxNode {
  readonly type: string
  readonly start: number
  readonly end: number
  readonly [key: string]: unknown
}

/** A node with what stands around it, the nearest first. */
export interface PlacedNode {
  readonly node: SyntaxNode
  readonly around: readonly SyntaxNode[]
}

/**
 * Parses a program into all its nodes, each before those inside it; undefined where it is no TypeScript.
 * @throws {Refusal} when the parser, which only authors need, is not installed
 */
export async function parseNodes(file: string, source: string): Promise<PlacedNode[] | undefined> {
  const { parseSync } = await import('oxc-parser').catch(() => {
    throw new Refusal('The parser is not installed.', 'Install the packages for authors: npm ci')
  })
  const { program, errors } = parseSync(file, source)
  return errors.length > 0 || !isNode(program) ? undefined : collectNodes(program, [])
}

function collectNodes(node: SyntaxNode, around: readonly SyntaxNode[]): PlacedNode[] {
  const inside = Object.values(node).flat().filter(isNode)
  return [{ node, around }, ...inside.flatMap((child) => collectNodes(child, [node, ...around]))]
}

/** Whether a value is a node. */
export function isNode(value: unknown): value is SyntaxNode {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value
}
