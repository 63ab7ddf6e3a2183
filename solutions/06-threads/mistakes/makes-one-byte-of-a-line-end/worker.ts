// fails "answers one client, in upper case" at wrong-bytes: …
import { answer } from './given/work.ts'

// The main thread has laid the connection on stdin and stdout. This loop may compute as long as it likes:
// the only client that waits for it is its own.
for await (const text of process.stdin.setEncoding('utf8')) {
  // Telnet ends its lines with CR LF.
  process.stdout.write(answer(String(text).replaceAll('\r\n', '\n')))
}
