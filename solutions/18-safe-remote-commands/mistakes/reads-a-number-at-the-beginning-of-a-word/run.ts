import { spawn } from 'node:child_process'
import { realpath } from 'node:fs/promises'
import { sep } from 'node:path'

export class Refusal extends Error {}

export interface Limits {
  readonly timeoutMs: number
  readonly maxOutputBytes: number
}

export interface End {
  exitCode: number | null
  signal: string | null
  truncated: boolean
}

export type Output = (from: 'stdout' | 'stderr', bytes: Buffer) => void

const most = 8
const isPath = async (word: string) => !word.startsWith('-') && (await leadsInside(word))
const programs = new Map<string, (word: string) => boolean | Promise<boolean>>([
  ['date', (word) => word === '-u' || word.startsWith('+')],
  ['echo', () => true],
  ['ls', (word) => ['-l', '-a', '-la'].includes(word) || isPath(word)],
  ['uname', (word) => ['-a', '-s', '-r'].includes(word)],
  ['sleep', (word) => Number.parseFloat(word) >= 0],
  ['cat', isPath],
])

async function leadsInside(path: string): Promise<boolean> {
  try {
    const home = await realpath('.')
    const place = await realpath(path)
    return place === home || place.startsWith(home + sep)
  } catch {
    return false
  }
}

export class Runner {
  readonly #limits: Limits
  #running = 0

  constructor(limits: Limits) {
    this.#limits = limits
  }

  async run(program: string, args: readonly string[], output: Output, leaves: AbortSignal): Promise<End> {
    const rule = programs.get(program)
    if (!rule) throw new Refusal(`${program.slice(0, 100)} is not on the list`)
    if (program === 'sleep' && args.length === 0) throw new Refusal('sleep takes one number')
    for (const word of args) {
      if (!(await rule(word))) throw new Refusal(`${program} may not be given ${JSON.stringify(word.slice(0, 100))}`)
    }
    if (leaves.aborted) throw new Refusal('you have left')
    if (this.#running >= most) throw new Refusal('eight commands are running')
    this.#running++
    try {
      return await this.#start(program, args, output, leaves)
    } finally {
      this.#running--
    }
  }

  #start(program: string, args: readonly string[], output: Output, leaves: AbortSignal): Promise<End> {
    return new Promise((done, fail) => {
      let child
      try {
        child = spawn(program, args, { env: { PATH: process.env.PATH }, stdio: ['ignore', 'pipe', 'pipe'] })
      } catch (error) {
        return fail(new Refusal(String(error).slice(0, 200)))
      }
      const kill = () => child.kill('SIGKILL')
      let left = this.#limits.maxOutputBytes
      let truncated = false
      const take = (from: 'stdout' | 'stderr') => (chunk: Buffer) => {
        if (truncated) return
        const part = chunk.subarray(0, left)
        left -= part.length
        if (part.length > 0) output(from, part)
        if (part.length < chunk.length) {
          truncated = true
          kill()
        }
      }
      child.stdout.on('data', take('stdout'))
      child.stderr.on('data', take('stderr'))
      const timer = setTimeout(kill, this.#limits.timeoutMs)
      leaves.addEventListener('abort', kill)
      const over = () => {
        clearTimeout(timer)
        leaves.removeEventListener('abort', kill)
      }
      child.on('error', (error) => {
        over()
        fail(new Refusal(error.message))
      })
      child.on('close', (exitCode, signal) => {
        over()
        done({ exitCode, signal, truncated })
      })
    })
  }
}
