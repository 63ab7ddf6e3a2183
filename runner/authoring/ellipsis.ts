/** Texts of authors in which `…` stands for anything. */

/**
 * Turns such a text into the source of a pattern that nothing holds at either end.
 * @param adapt changes what stands between two `…`, special characters escaped already
 */
export function toPatternSource(text: string, adapt: (escaped: string) => string): string {
  const parts = text.split('…').map((part) => adapt(part.replace(/[\\^$.*+?()[\]{}|/]/gu, '\\$&')))
  return parts.join('.*')
}
