/**
 * Whether a module behaves the same wherever it lies and however it was loaded. It is judged by JavaScript that esbuild
 * made, so there are no comments in it, blanks stand in their places only, and an identifier has one spelling. A word
 * counts wherever it stands, in a text too: at worst a program is started through tsx that would not have to be.
 */
import { isBuiltin } from 'node:module'
import { type ImportSpecifier, parse } from 'es-module-lexer/js'

/** What an import is, as the lexer numbers it (es-module-lexer, lexer.d.ts). Others are newer than Node's. */
const importKinds: { readonly fixed: number; readonly dynamic: number; readonly meta: number } = {
  fixed: 1,
  dynamic: 2,
  meta: 3,
}

type Import = Omit<ImportSpecifier, 't'> & { readonly t: number }

export interface PlainModule {
  /** Whether Node can load it without tsx. */
  readonly isLoadable: boolean
  /** Whether something in it could tell how it was loaded, and so do something else than as it was typed. */
  readonly isTelling: boolean
  /** The module with the names of other modules changed to those of their compiled files. */
  readonly code: string
  /** The files that have to be compiled with it. */
  readonly needs: readonly string[]
}

export interface ModuleFacts {
  /** The file that a relative specifier names, if there is one that is to be compiled. */
  readonly resolve: (specifier: string) => string | undefined
}

/** Words by which a module could learn how it was loaded, or reach something that tells it. */
const tellingWords =
  /(?<![\w$.])(?:eval|Function|require|module|exports|__filename|__dirname|globalThis|global|Worker)(?![\w$])|\.constructor\b|\["constructor"\]|\b(?:prepareStackTrace|captureStackTrace|getCallSites|getBuiltinModule)\b/

/** Modules of Node that are the same for every program. Not among them is what loads code. */
const plainBuiltins = new Set([
  'assert',
  'assert/strict',
  'buffer',
  'child_process',
  'console',
  'crypto',
  'dgram',
  'dns',
  'dns/promises',
  'events',
  'fs',
  'fs/promises',
  'http',
  'http2',
  'https',
  'net',
  'os',
  'path',
  'path/posix',
  'perf_hooks',
  'process',
  'querystring',
  'readline',
  'readline/promises',
  'stream',
  'stream/consumers',
  'stream/promises',
  'string_decoder',
  'timers',
  'timers/promises',
  'tls',
  'tty',
  'url',
  'util',
  'worker_threads',
  'zlib',
])

/** Of three modules only these names are plain. */
const plainNames: Readonly<Record<string, ReadonlySet<string>>> = {
  // A command is started by its name, and knows nothing of who starts it. fork hands the loader on.
  child_process: new Set(['spawn', 'spawnSync', 'exec', 'execSync', 'execFile', 'execFileSync']),
  process: new Set([
    'stdin',
    'stdout',
    'stderr',
    'env',
    'exit',
    'nextTick',
    'hrtime',
    'pid',
    'platform',
    'on',
  ]),
  worker_threads: new Set([
    'isMainThread',
    'parentPort',
    'workerData',
    'threadId',
    'MessageChannel',
    'MessagePort',
  ]),
}

/** What of `process` is the same for every program. */
const plainProcess =
  /^\.(?:env|exit|exitCode|on|once|off|addListener|removeListener|removeAllListeners|stdin|stdout|stderr|pid|ppid|platform|arch|nextTick|hrtime|cpuUsage|uptime|cwd|chdir|kill|version|versions|umask|send|connected|disconnect|channel|emitWarning|abort)(?![\w$])/

/** The words behind the program's own name, and how many words there are. */
const plainArguments =
  /^\.argv(?:\.slice\((?:[2-9]|[1-9]\d+)[,)]|\.at\((?:[2-9]|[1-9]\d+)\)|\[(?:[2-9]|[1-9]\d+)\]|\.(?:includes|indexOf)\("[^"/\\]*"\)|\.length(?![\w$]))/

/** `const [, , text] = process.argv`: the first two are not looked at. */
const takenApart = /(?:const|let|var)\[,,[\w$,.]*\]=$/

/** Reads a module that esbuild has compiled. */
export function readModule(code: string, facts: ModuleFacts): PlainModule {
  const imports: readonly Import[] = parse(code)[0]
  const needs: string[] = []
  let isLoadable = true
  let isTelling = tellingWords.test(code) || !usesProcessPlainly(code)
  let rewritten = ''
  let from = 0
  for (const found of imports) {
    if (found.t === importKinds.meta) {
      const worker = findHandedOn(code, found, imports)
      const file = worker && facts.resolve(worker)
      if (file) needs.push(file)
      else isTelling = true
      continue
    }
    const file = findRelative(found, facts)
    if (file) {
      needs.push(file)
      // A dynamic import's place includes the quotes, a static one's does not.
      const end = found.t === importKinds.dynamic ? found.e - 1 : found.e
      rewritten += `${code.slice(from, end)}.mjs`
      from = end
    } else if (!isBuiltin(found.n ?? '')) isLoadable = false
    else if (!isPlainBuiltin(code, found)) isTelling = true
  }
  return { isLoadable, isTelling, code: rewritten + code.slice(from), needs }
}

function findRelative({ n: specifier, t: type, a: attributes }: Import, facts: ModuleFacts) {
  const isCommon = type === importKinds.fixed || type === importKinds.dynamic
  if (!isCommon || attributes !== -1 || specifier === undefined) return undefined
  // Spelt out and to the end: how tsx completes a name is tsx's own business.
  return /^\.\.?\/[\w./-]+\.ts$/.test(specifier) ? facts.resolve(specifier) : undefined
}

function isPlainBuiltin(code: string, { n: specifier = '', t: type, ss, s }: Import): boolean {
  const name = specifier.replace(/^node:/, '')
  if (!plainBuiltins.has(name)) return false
  const names = plainNames[name]
  if (!names) return type === importKinds.fixed || type === importKinds.dynamic
  if (type !== importKinds.fixed) return false
  const clause = code.slice(ss, s)
  if (name === 'process' && /^import process from"$/.test(clause)) return true
  const listed = /^import\{([^}]*)\}from"$/.exec(clause)?.[1]
  return listed !== undefined && listed.split(',').every((part) => names.has(part.split(' as ')[0] ?? ''))
}

function usesProcessPlainly(code: string): boolean {
  return [...code.matchAll(/(?<![\w$])process(?![\w$])/g)].every(({ index }) => {
    const [before, after] = [code.slice(0, index), code.slice(index + 'process'.length)]
    if (plainProcess.test(after) || plainArguments.test(after)) return true
    if (/^\.argv[;,)\n]/.test(after) && takenApart.test(before)) return true
    // The names of the module, as they stand in an import: whether that is plain is asked there.
    return /(?:^|[;\n}])import $/.test(before)
      ? after.startsWith(' from"')
      : /"(?:node:)?$/.test(before) && after.startsWith('"')
  })
}

/**
 * The file in `start(new URL("./worker.ts",import.meta.url)`, where `start` is of a file that the lesson gives: that
 * finds a compiled file beside, and the URL means the file beside whoever asks, compiled or not.
 */
function findHandedOn(code: string, { s, e }: Import, imports: readonly Import[]): string | undefined {
  const [, call = '', file] =
    /(?<![\w$.])([\w$]+)\(new URL\("(\.\/[\w./-]+\.ts)",$/.exec(code.slice(0, s)) ?? []
  if (!/^\.url[),]/.test(code.slice(e))) return undefined
  const isGiven = imports.some((found) => {
    if (found.t !== importKinds.fixed || !found.n?.startsWith('./given/')) return false
    const names = /^import\{([^}]*)\}from"$/.exec(code.slice(found.ss, found.s))?.[1]?.split(',')
    return names?.includes(call) ?? false
  })
  return isGiven ? file : undefined
}
