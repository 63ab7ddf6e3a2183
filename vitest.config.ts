import { defineConfig } from 'vitest/config'

// The workbook's own tests. Lesson checkers are not among them: they need a subject to judge,
// so runner/judging runs them with a configuration of its own.
export default defineConfig({
  test: {
    include: ['runner/**/*.test.ts'],
    pool: 'forks',
    // Most of the time goes by in waiting for programs under judgement, not in computing.
    maxWorkers: 3,
    isolate: false,
    // Bounds for what hangs, not claims about speed: a full machine may be ten times as slow as an idle one.
    testTimeout: 240_000,
    hookTimeout: 240_000,
    expect: { poll: { timeout: 60_000 } },
    reporters: ['default'],
  },
})
