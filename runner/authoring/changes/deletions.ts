/** What can be deleted from a program: each of its lines, and each of its statements. */
import { changeNodes, changeProgram, quoteCode, type Edit, type ProgramChange } from './program-change.ts'
import type { PlacedNode } from './syntax.ts'

/** Lists a program without each of its lines, and without each of its statements. */
export async function listDeletions(file: string, source: string): Promise<ProgramChange[]> {
  const lines = listLines(source).map((edit) => changeProgram(file, source, edit))
  return [...lines, ...(await changeNodes(file, source, [deleteStatement]))]
}

function listLines(source: string): Edit[] {
  let end = 0
  return source.split('\n').flatMap((line) => {
    const start = end
    end = Math.min(source.length, start + line.length + 1)
    if (line.trim() === '') return []
    return [
      { start, end, text: '', what: `the line ${quoteCode(line, { start: 0, end: line.length })} deleted` },
    ]
  })
}

function deleteStatement(source: string, { node, around }: PlacedNode): Edit[] {
  if (!/(?:Statement|Declaration)$/u.test(node.type) || node.type === 'BlockStatement') return []
  const [parent] = around
  const list = ['Program', 'BlockStatement', 'StaticBlock', 'SwitchCase', 'TSModuleBlock']
  const isInList = parent !== undefined && list.includes(parent.type)
  // The one statement of an `if` or a loop leaves an empty one behind.
  const isBody =
    parent !== undefined && ['body', 'consequent', 'alternate'].some((key) => parent[key] === node)
  if (!isInList && !isBody) return []
  const { start, end } = node
  return [
    { start, end, text: isInList ? '' : '{}', what: `the statement ${quoteCode(source, node)} deleted` },
  ]
}
