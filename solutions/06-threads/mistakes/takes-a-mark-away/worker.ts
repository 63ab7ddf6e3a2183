// fails "harms no character that comes in two pieces" at wrong-bytes: the answer to
import { answer } from './given/work.ts'

// `stream: true` keeps half a character back until the rest of it has come.
const decoder = new TextDecoder()
for await (const chunk of process.stdin) {
  const text = decoder.decode(chunk, { stream: true })
  if (text !== '') process.stdout.write(answer(text))
}
const rest = decoder.decode()
if (rest !== '') process.stdout.write(answer(rest))
