/**
 * The answer to a prediction stands below its fence in a `<details>`, so that a page does not show it beside the
 * question. Whoever reads the fence wants both.
 */

/**
 * Puts each answer into the fence above it: what stood between the two goes along, and no line changes its number.
 * @param source the Markdown of a text
 */
export function foldAnswers(source: string): string {
  const lines = source.split('\n')
  for (const { mark, info, end } of findFences(lines)) {
    if (!/^predict\b/u.test(info)) continue
    let begin = end + 1
    while (lines[begin]?.trim() === '') begin += 1
    if (!/^<details\b/u.test(lines[begin] ?? '')) continue
    const close = lines.findIndex((line, index) => index > begin && line.trim() === '</details>')
    if (close === -1) continue
    lines[end] = ''
    lines[close] = mark
  }
  return lines.join('\n')
}

interface PlacedFence {
  readonly mark: string
  readonly info: string
  /** The index of its last line. */
  readonly end: number
}

/** The fences at the left edge that are closed. */
function findFences(lines: readonly string[]): PlacedFence[] {
  const fences: PlacedFence[] = []
  let open: { mark: string; info: string } | undefined
  for (const [index, line] of lines.entries()) {
    const [, mark = '', info = ''] = /^(`{3,}|~{3,})\s*(.*?)\s*$/u.exec(line) ?? []
    if (mark === '') continue
    if (!open) open = { mark, info }
    else if (info === '' && mark.startsWith(open.mark)) {
      fences.push({ ...open, end: index })
      open = undefined
    }
  }
  return fences
}
