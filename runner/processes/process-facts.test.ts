import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { describe, expect, test } from 'vitest'
import { isKernelReadable } from './proc-files.ts'
import {
  isComputing,
  isDead,
  readDescriptorCount,
  readProcessFacts,
  readResidentBytes,
} from './process-facts.ts'

describe.runIf(isKernelReadable)('the kernel knows', () => {
  test('nothing of a process that does not exist', () => {
    expect(readProcessFacts(2 ** 22 + 1)).toBeUndefined()
    expect(isComputing(2 ** 22 + 1)).toBe(false)
  })

  test('facts about this process', () => {
    expect(readProcessFacts(process.pid)).toMatchObject({ parent: process.ppid, state: 'R' })
    expect(readProcessFacts(process.pid)?.threads).toBeGreaterThan(1)
    expect(readDescriptorCount(process.pid)).toBeGreaterThan(2)
    expect(readResidentBytes(process.pid)).toBeGreaterThan(10_000_000)
    expect(isComputing(process.pid)).toBe(true)
  })

  test('who has ended, also before anybody has collected it', async () => {
    // The shell becomes a sleep, and that does not ask after the child that ends meanwhile.
    const parent = spawn('sh', ['-c', 'sleep 0.5 & echo $!; exec sleep 60'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    try {
      const [pid]: Buffer[] = await once(parent.stdout, 'data')
      const child = Number(String(pid))
      await expect.poll(() => readProcessFacts(child)?.state).toBe('Z')
      expect(isDead(child)).toBe(true)
    } finally {
      parent.kill('SIGKILL')
    }
    expect(isDead(2 ** 22 + 1)).toBe(true)
    expect(isDead(process.pid)).toBe(false)
  })
})
