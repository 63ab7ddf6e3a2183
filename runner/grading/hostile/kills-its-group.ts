// full, user, process-only: fails at exited-early
// Starts others, and kills them with all of its group, itself too.
import { spawn } from 'node:child_process'

for (let count = 0; count < 3; count++) spawn('sleep', ['60'], { stdio: 'ignore' })
spawn('sleep', ['60'], { stdio: 'ignore', detached: true }).unref()
setTimeout(() => process.kill(0, 'SIGKILL'), 200)
