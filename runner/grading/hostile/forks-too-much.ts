// full, user, process-only: fails at exited-early or not-listening
// It is ended when it has too many; on a busy machine it is given up before that.
// Starts a thousand processes, which know nothing of where they come from. Without end, the machine of a test would suffer.
import { spawn } from 'node:child_process'

const script = 'i=0; while [ $i -lt 250 ]; do sleep 60 & i=$((i+1)); done; wait'
for (let count = 0; count < 4; count++) {
  const child = spawn('/usr/bin/env', ['-i', 'setsid', '/bin/sh', '-c', script], {
    detached: true,
    stdio: 'ignore',
  })
  child.on('error', () => {})
  child.unref()
}
setInterval(() => {}, 1_000)
