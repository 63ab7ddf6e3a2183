// full, user, process-only: fails at exited-early
// Leaves a process that knows nothing of where it comes from and writes on.
import { spawn } from 'node:child_process'

const write = 'setInterval(() => require("node:fs").appendFileSync("left.txt", "x"), 5)'
spawn('/usr/bin/env', ['-i', 'setsid', process.execPath, '-e', write], {
  detached: true,
  stdio: 'ignore',
}).unref()
setTimeout(() => process.exit(0), 300)
