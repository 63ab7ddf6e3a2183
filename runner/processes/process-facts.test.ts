import { describe, expect, test } from 'vitest'
import { isKernelReadable } from './proc-files.ts'
import { isComputing, readDescriptorCount, readProcessFacts, readResidentBytes } from './process-facts.ts'

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
})
