import bash from '@speed-highlight/core/languages/bash.js'
import js from '@speed-highlight/core/languages/js.js'
import jsdoc from '@speed-highlight/core/languages/jsdoc.js'
import json from '@speed-highlight/core/languages/json.js'
import ts from '@speed-highlight/core/languages/ts.js'
import { type ShjLanguageData, tokenizeWith } from '@speed-highlight/core/tokenize'
import type { Theme } from './theme.ts'

// The library's types for its own grammars do not hold under exactOptionalPropertyTypes.
// oxlint-disable-next-line typescript/no-unsafe-type-assertion
const grammars = { bash, js, jsdoc, json, ts } as unknown as Readonly<Record<string, ShjLanguageData>>

const grammarNames: Readonly<Record<string, string>> = {
  ts: 'ts',
  typescript: 'ts',
  js: 'js',
  javascript: 'js',
  json: 'json',
  sh: 'bash',
  bash: 'bash',
}

/** Paints program code; a language that is not known comes back as it was. */
export function highlightCode(code: string, language: string, theme: Theme): string {
  const grammar = grammars[grammarNames[language] ?? '']
  if (grammar === undefined) return code
  let painted = ''
  tokenizeWith(
    code,
    grammar,
    (text, token) => {
      const paint = theme.tokens[token ?? '']
      painted += paint ? paint(text) : text
    },
    { languages: grammars },
  )
  return painted
}
