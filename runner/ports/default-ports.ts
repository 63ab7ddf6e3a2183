/** The ports that a lesson's programs take when nobody tells them another one. */
import { existsSync } from 'node:fs'
import { readFiles } from '../workspace/files.ts'

/** The port numbers that a program falls back to: `?? 9909` or `|| '9909'`. */
export function findDefaultPorts(source: string): number[] {
  const found = [...source.matchAll(/(?:\?\?|\|\|)\s*['"]?(\d{4,5})\b/gu)].map((match) => Number(match[1]))
  return [...new Set(found)]
}

/** Reads the default ports of all programs in a folder; none where there is no folder. */
export async function readDefaultPorts(folder: string): Promise<number[]> {
  if (!existsSync(folder)) return []
  const programs = [...(await readFiles(folder))].filter(([name]) => name.endsWith('.ts'))
  return [...new Set(programs.flatMap(([, content]) => findDefaultPorts(content.toString('utf8'))))]
}
