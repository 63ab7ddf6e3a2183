/** Whether the links of a text lead somewhere. Nothing is asked of the network. */
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Complaint } from '../proof.ts'
import { parseDocument, type Document, type Link } from './document.ts'

/**
 * Complains about relative links without a file, anchors without a heading and addresses that are none.
 * @param file the absolute path of the text, from which relative links lead
 * @param path the same as an author would type it
 */
export async function complainAboutLinks(
  document: Document,
  file: string,
  path: string,
): Promise<Complaint[]> {
  const found = await Promise.all(document.links.map((link) => examineLink(link, document, file)))
  return found.flatMap((finding, index) => {
    const line = document.links[index]?.line ?? 1
    return finding ? [{ place: `${path}:${line}`, ...finding }] : []
  })
}

type Finding = Pick<Complaint, 'problem' | 'remedy'>

async function examineLink(link: Link, document: Document, file: string): Promise<Finding | undefined> {
  if (isAbsolute(link.target)) return examineAddress(link.target)
  const [pathPart = '', anchor] = decodeURI(link.target).split('#', 2)
  const target = pathPart === '' ? file : join(dirname(file), pathPart)
  if (pathPart !== '' && !existsSync(target)) {
    const remedy = 'Mend the path; it starts from the folder of the text that has the link.'
    return { problem: `The link "${link.target}" leads to a file that does not exist.`, remedy }
  }
  if (anchor === undefined || (pathPart !== '' && !target.endsWith('.md'))) return undefined
  const there = pathPart === '' ? document : parseDocument(await readFile(target, 'utf8'))
  if (there.headings.some((heading) => heading.anchor === anchor)) return undefined
  const remedy = `Its headings have these anchors: ${there.headings.map((heading) => `#${heading.anchor}`).join(' ')}`
  return { problem: `The link "${link.target}" names a heading that does not exist.`, remedy }
}

function isAbsolute(target: string): boolean {
  return /^[a-z][a-z0-9+.-]*:|^\/\//iu.test(target)
}

function examineAddress(target: string): Finding | undefined {
  const remedy = 'Write the whole address: https://host/path'
  const url = URL.canParse(target) ? new URL(target) : undefined
  if (url && /^https?:$/u.test(url.protocol) && url.hostname.includes('.')) return undefined
  return { problem: `The link "${target}" is no address of a web page.`, remedy }
}
