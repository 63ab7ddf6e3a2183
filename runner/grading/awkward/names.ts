/** Names of people, and so of their files, that some file system, shell, spreadsheet, page or sorting does not like. */
const special: readonly string[] = [
  'Ada Lovelace',
  'ada lovelace',
  '李小龙',
  '=1+1',
  '@SUM(A1)',
  '-rf',
  'O\'Neil "the" <b>',
  'x'.repeat(200),
  '山'.repeat(60),
  'new\nline',
  ' leading blank',
  '$(touch x)',
  '`id`',
  'a;b&c|d',
  '%2e%2e',
  'x..y',
  'con',
  'ends with a dot.',
  '\u202Eright to left',
  'Zoe\u0308',
  'Zo\u00EB',
  '🦆',
  "tab\there, and 'quotes'",
  '__proto__',
  'constructor',
]

/** As many names as wanted, each of them another one; the special ones first. */
export function nameStudents(count: number): string[] {
  return Array.from({ length: count }, (_, index) => special[index] ?? `student ${index} of ${count}`)
}
