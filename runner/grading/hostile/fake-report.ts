// full, user, process-only: fails at exited-early
// Prints what a report of ours could look like, and hands it to whatever is open.
import { writeSync } from 'node:fs'

const report = { kind: 'report', report: { name: 'listens', verdict: 'pass', durationMs: 1 } }
console.log(JSON.stringify({ version: 2, verdict: 'passed', checks: [report.report] }))
for (let descriptor = 3; descriptor < 40; descriptor++) {
  try {
    writeSync(descriptor, `${JSON.stringify(report)}\n{ "exit-code": 0 }\n`)
  } catch {
    // There is nothing open, or nothing that can be written to.
  }
}
process.exit(0)
