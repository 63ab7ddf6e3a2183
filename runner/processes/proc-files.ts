/**
 * Files of /proc, in which the Linux kernel says what it knows (man 5 proc). They are read synchronously: /proc is memory
 * and never waits for a disk, and a read costs a tenth of the processor time that it would take through Node's thread pool.
 */
import { closeSync, existsSync, openSync, readdirSync, readlinkSync, readSync } from 'node:fs'

/** Whether there is anything to be read; where there is not, callers fall back. */
export const isKernelReadable = process.platform === 'linux' && existsSync('/proc/self/net/tcp')

/**
 * Files of /proc have no length, so that `readFileSync` takes 64 KiB anew for each of them. Thousands are read in a check,
 * and putting that memory away took more time than the reading.
 */
const scratch = Buffer.allocUnsafeSlow(64 * 1024)

/** A process may end while it is being read, and another user's may not be read at all; either is as if it were not there. */
export function readText(path: string): string {
  let file: number | undefined
  try {
    file = openSync(path, 'r')
    let text = ''
    for (;;) {
      const length = readSync(file, scratch, 0, scratch.length, null)
      if (length === 0) return text
      text += scratch.toString('latin1', 0, length)
    }
  } catch {
    return ''
  } finally {
    if (file !== undefined) closeSync(file)
  }
}

/** The names in a folder of /proc; none when it is not there or may not be read. */
export function readNames(path: string): string[] {
  try {
    return readdirSync(path)
  } catch {
    return []
  }
}

/** Where a link of /proc leads; nowhere when it is not there or may not be read. */
export function readLink(path: string): string {
  try {
    return readlinkSync(path)
  } catch {
    return ''
  }
}
