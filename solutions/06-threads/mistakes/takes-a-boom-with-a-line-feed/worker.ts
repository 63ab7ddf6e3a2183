// fails "ends the connection of "boom" alone" at closed-early: …
import { parentPort } from 'node:worker_threads'
import { answer as given } from './given/work.ts'

function answer(text: string): string {
  if (text.trim() === 'boom') throw new Error('boom')
  return given(text)
}

parentPort?.on('message', (text: string | null) => {
  if (text === null) {
    parentPort?.postMessage(null)
    parentPort?.close()
  } else parentPort?.postMessage(answer(text))
})
