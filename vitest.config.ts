import { defineConfig } from 'vitest/config'

// The workbook's own tests. Lesson checkers are not among them: they need a subject to judge,
// so runner/judging runs them with a configuration of its own.
export default defineConfig({
  test: {
    include: ['runner/**/*.test.ts'],
    pool: 'forks',
    // Most of the time goes by in waiting for programs under judgement, not in computing.
    maxWorkers: 4,
    isolate: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    reporters: ['default'],
  },
})
