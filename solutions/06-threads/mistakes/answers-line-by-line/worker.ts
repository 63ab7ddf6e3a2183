// fails "ends the connection of "boom" alone" at closed-early: …
import { answer } from './given/work.ts'

process.stdin.setEncoding('utf8')
for await (const chunk of process.stdin) {
  for (const line of String(chunk).split(/(?<=\n)/)) process.stdout.write(answer(line))
}
