/** What stands between a command and whoever uses it: where it reads and writes, and what can be shown there. */
import type { Readable, Writable } from 'node:stream'
import type { Environment } from '../edge/environment.ts'
import { english, findLanguage, type Language } from '../language/language.ts'
import type { Screen } from '../text/screen.ts'

type Input = Readable & { readonly isTTY?: boolean; setRawMode?: (raw: boolean) => unknown }
export type Output = Writable & {
  readonly isTTY?: boolean
  readonly columns?: number
  readonly rows?: number
}

export interface Terminal {
  readonly env: Environment
  readonly stdin: Input
  readonly stdout: Output
  readonly stderr: Output
  /** Measured anew at each look, because a terminal can be resized. */
  readonly screen: Screen
  /** Lines that the terminal shows at once. */
  readonly rows: number
  /** Whether somebody is there to answer: stdin and stdout are terminals. Not every terminal can be drawn on. */
  readonly interactive: boolean
  /** Aborted by Ctrl-C, a closed terminal and a request to end; its reason is a `Cancelled`. */
  readonly signal: AbortSignal
  /** Ends the run as Ctrl-C does, for places where the terminal hands Ctrl-C over as a key. */
  readonly cancel: () => void
  /**
   * Gives the terminal back to the shell as Ctrl-Z does, for places where the terminal hands Ctrl-Z over as a key, and
   * returns when it is there again. Undefined where a run cannot stand still.
   */
  readonly suspend: (() => void) | undefined
}

export interface TerminalEdge extends Pick<Terminal, 'env' | 'stdin' | 'stdout' | 'stderr' | 'signal'> {
  /** What Ctrl-C does. Only an interactive run has a use for it. */
  readonly cancel?: () => void
  /** What Ctrl-Z does, where it does anything. */
  readonly suspend?: () => void
  /** Without it the environment chooses. */
  readonly language?: Language
}

/** Makes a terminal of what stands at the process's edge. */
export function createTerminal(edge: TerminalEdge): Terminal {
  const { env, stdin, stdout, stderr, signal, cancel, suspend, language } = edge
  return {
    env,
    stdin,
    stdout,
    stderr,
    signal,
    cancel: cancel ?? (() => {}),
    suspend,
    get screen() {
      return {
        width: chooseWidth(env, stdout),
        colour: chooseColour(env, stdout),
        plain: choosePlain(env, stdout),
        links: chooseLinks(env, stdout),
        language: language ?? chooseLanguage(env),
      }
    },
    get rows() {
      return stdout.rows || 24
    },
    interactive: stdin.isTTY === true && stdout.isTTY === true,
  }
}

/**
 * Whether to use colour: ACCESSIBLE and NO_COLOR forbid it, FORCE_COLOR demands it, else a terminal that can draw
 * has it.
 */
export function chooseColour(env: Environment, stdout: Pick<Output, 'isTTY'>): boolean {
  if (env['NO_COLOR'] || isDemanded(env['ACCESSIBLE'])) return false
  const forced = env['FORCE_COLOR']
  return forced ? isDemanded(forced) : isDrawable(env, stdout)
}

/**
 * Whether to say all in words: where ACCESSIBLE demands it, where there is no terminal that can draw, and where the locale
 * has no characters to draw with (LANG=C).
 */
export function choosePlain(env: Environment, stdout: Pick<Output, 'isTTY'>): boolean {
  const locale = env['LC_ALL'] || env['LC_CTYPE'] || env['LANG'] || ''
  return isDemanded(env['ACCESSIBLE']) || !isDrawable(env, stdout) || /^(?:C|POSIX)$/u.test(locale)
}

/**
 * Whether the terminal makes links of OSC 8: one that does not would show the words and hide the address. FORCE_HYPERLINK
 * demands or forbids them, else terminals that are known for them have them; tmux and screen keep them to themselves.
 */
export function chooseLinks(env: Environment, stdout: Pick<Output, 'isTTY'>): boolean {
  if (!isDrawable(env, stdout)) return false
  const forced = env['FORCE_HYPERLINK']
  if (forced) return isDemanded(forced)
  if (env['TMUX'] || env['STY']) return false
  return (
    linkingPrograms.has(env['TERM_PROGRAM'] ?? '') ||
    linkingTerminals.test(env['TERM'] ?? '') ||
    Number(env['VTE_VERSION'] ?? 0) > firstLinkingVte ||
    Boolean(env['WT_SESSION'])
  )
}

const linkingPrograms: ReadonlySet<string> = new Set(['iTerm.app', 'WezTerm', 'ghostty', 'vscode'])
const linkingTerminals = /^(?:alacritty|foot|wezterm|xterm-ghostty|xterm-kitty)/u
/** The terminals of GNOME and its kin know links from VTE 0.50 on, and the first one of those crashed at them. */
const firstLinkingVte = 5_000

/** The width to draw for, in columns: the terminal's, else what COLUMNS says, else 80. */
export function chooseWidth(env: Environment, stdout: Pick<Output, 'columns'>): number {
  const fromEnvironment = /^\d+$/.test(env['COLUMNS'] ?? '') ? Number(env['COLUMNS']) : 0
  return Math.max(stdout.columns || fromEnvironment || 80, 20)
}

/** The variable by which a language is chosen. */
export const languageVariable = 'SOCKET_WORKBOOK_LANGUAGE'

/** The language that the environment names; English where it names none, or one that there is not. */
function chooseLanguage(env: Environment): Language {
  return findLanguage(env[languageVariable] ?? '') ?? english
}

function isDemanded(setting: string | undefined): boolean {
  return setting !== undefined && !['', '0', 'false'].includes(setting)
}

function isDrawable(env: Environment, stdout: Pick<Output, 'isTTY'>): boolean {
  return stdout.isTTY === true && env['TERM'] !== 'dumb'
}
