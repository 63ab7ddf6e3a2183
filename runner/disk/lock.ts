/** A lock between processes: a file that only one of them can make. */
import { link, open, readFile, rename, rm, stat } from 'node:fs/promises'
import { hostname } from 'node:os'
import { setTimeout as delay } from 'node:timers/promises'
import { randomBytes } from 'node:crypto'
import { Refusal } from '../edge/refusal.ts'
import { findErrorCode } from '../edge/error-facts.ts'
import { say } from '../language/say.ts'

export interface LockLimits {
  /** How long to wait for another run before giving up. */
  readonly deadlineMs: number
  /** A lock older than this is left over, whoever made it: what is done under one takes milliseconds. */
  readonly staleAfterMs: number
}

const usualLimits: LockLimits = { deadlineMs: 5_000, staleAfterMs: 10_000 }

/**
 * Runs `work` while no other process runs its own under the same lock file.
 * A lock whose process has ended is taken over.
 * @throws {Refusal} when another run holds it until the deadline.
 */
export async function runLocked<T>(
  file: string,
  work: () => Promise<T>,
  limits: LockLimits = usualLimits,
): Promise<T> {
  const owner = `${process.pid} ${hostname()} ${randomBytes(8).toString('hex')}`
  await takeLock(file, owner, limits)
  try {
    return await work()
  } finally {
    // Only our own: one that was thought stale and taken over belongs to somebody else by now.
    if ((await readOwner(file)) === owner) await rm(file, { force: true })
  }
}

async function takeLock(
  file: string,
  owner: string,
  { deadlineMs, staleAfterMs }: LockLimits,
): Promise<void> {
  const deadline = performance.now() + deadlineMs
  while (!(await tryLock(file, owner))) {
    const holder = await readOwner(file)
    if (holder !== undefined && (await isStale(file, holder, staleAfterMs))) {
      await removeStale(file, holder)
      continue
    }
    if (performance.now() > deadline) {
      throw new Refusal(
        say`Another run of the workbook has held ${file} for ${deadlineMs / 1000} s.`,
        say`Wait until it has ended. If none is running, delete that file.`,
      )
    }
    // The system has no event for "this file is gone" that holds everywhere, so the fact is looked up again.
    await delay(5 + Math.random() * 20)
  }
}

async function tryLock(file: string, owner: string): Promise<boolean> {
  const complete = `${file}.${process.pid}-${randomBytes(4).toString('hex')}`
  const handle = await open(complete, 'wx')
  try {
    await handle.writeFile(owner)
  } finally {
    await handle.close()
  }
  try {
    // A link appears whole: nobody can read a lock file that has no owner in it yet.
    await link(complete, file)
    return true
  } catch (error) {
    if (findErrorCode(error) === 'EEXIST') return false
    throw error
  } finally {
    await rm(complete, { force: true })
  }
}

async function readOwner(file: string): Promise<string | undefined> {
  return readFile(file, 'utf8').catch(() => undefined)
}

async function isStale(file: string, holder: string, staleAfterMs: number): Promise<boolean> {
  const [pid = '', host = ''] = holder.split(' ')
  if (host === hostname() && /^\d+$/.test(pid) && hasEnded(Number(pid))) return true
  const facts = await stat(file).catch(() => undefined)
  return facts !== undefined && Date.now() - facts.mtimeMs > staleAfterMs
}

function hasEnded(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return false
  } catch (error) {
    return findErrorCode(error) === 'ESRCH'
  }
}

/** Takes a stale lock away, and puts it back if it turns out to be another one's fresh lock. */
async function removeStale(file: string, holder: string): Promise<void> {
  const aside = `${file}.stale-${process.pid}-${randomBytes(4).toString('hex')}`
  try {
    await rename(file, aside)
  } catch {
    return
  }
  if ((await readOwner(aside)) !== holder) await link(aside, file).catch(() => {})
  await rm(aside, { force: true })
}
