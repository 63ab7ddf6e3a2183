// fails "answers one client, in upper case" at extra-bytes: …
import { answer } from './given/work.ts'

// The stdout of this thread is the connection, so this goes to the client.
for await (const text of process.stdin.setEncoding('utf8')) console.log(answer(String(text)))
