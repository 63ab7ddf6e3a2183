// full, user: fails at exited-early or not-listening
// It is ended when it has too many; on a busy machine it is given up before that. Starts itself again and again.
import { spawn } from 'node:child_process'

const start = () => {
  try {
    const child = spawn('/bin/sh', ['-c', 'f() { f & f & wait; }; f'], { detached: true, stdio: 'ignore' })
    child.on('error', () => {})
  } catch {
    // There is room for no more.
  }
}
for (let count = 0; count < 4; count++) start()
setInterval(start, 50)
