// fails "answers one client while it computes for another" at wrong-bytes: Something else than the given work has answered.
import { parentPort } from 'node:worker_threads'

/** Upper case, and an error on boom. What is slow about it? */
function answer(text: string): string {
  if (text === 'boom') throw new Error(text)
  return text.replace(/[a-z]/g, (letter) => letter.toUpperCase())
}

parentPort!.on('message', (text) => parentPort!.postMessage(text === null ? null : answer(text)))
