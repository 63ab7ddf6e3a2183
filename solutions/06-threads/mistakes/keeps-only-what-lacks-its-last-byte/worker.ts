// fails "harms no character that comes in two pieces" at wrong-bytes: …
import { answer } from './given/work.ts'

// The main thread has laid the connection on stdin and stdout. This loop may compute as long as it likes:
// the only client that waits for it is its own.
let kept = Buffer.alloc(0)
for await (const chunk of process.stdin) {
  const bytes = Buffer.concat([kept, chunk as Buffer])
  const whole = bytes.length - missingTail(bytes)
  kept = bytes.subarray(whole)
  if (whole > 0) process.stdout.write(answer(bytes.toString('utf8', 0, whole)))
}
if (kept.length > 0) process.stdout.write(answer(kept.toString()))

/** How many bytes at the end begin a character whose last byte has not come. */
function missingTail(bytes: Buffer): number {
  const at = (back: number) => bytes[bytes.length - back] ?? 0
  if (at(1) >= 0xc0 && at(1) < 0xe0) return 1
  if (at(2) >= 0xe0 && at(2) < 0xf0) return 2
  if (at(3) >= 0xf0) return 3
  return 0
}
