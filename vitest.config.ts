import { defineConfig } from 'vitest/config'

// The workbook's own tests. Lesson checkers are not among them: they need a subject to judge,
// so runner/judging runs them with a configuration of its own.
export default defineConfig({
  test: {
    include: ['runner/**/*.test.ts'],
    pool: 'forks',
    testTimeout: 60_000,
    hookTimeout: 60_000,
    reporters: ['default'],
  },
})
