// fails "harms no character that comes in two pieces" at wrong-bytes: …
import { answer } from './given/work.ts'

let rest = Buffer.alloc(0)
for await (const chunk of process.stdin) {
  const bytes = Buffer.concat([rest, chunk])
  const whole = bytes.length - missing(bytes)
  rest = bytes.subarray(whole)
  if (whole > 0) process.stdout.write(answer(bytes.subarray(0, whole).toString()))
}
/** How many bytes at the end belong to a character that is not complete: of two bytes, or of three. */
function missing(bytes: Buffer): number {
  for (let back = 1; back <= 3 && back <= bytes.length; back++) {
    const byte = bytes[bytes.length - back] ?? 0
    if (byte >= 0xc0) return back < (byte >= 0xe0 ? 3 : 2) ? back : 0
    if (byte < 0x80) return 0
  }
  return 0
}
