import { parentPort } from 'node:worker_threads'
import { answer } from './given/work.ts'

parentPort?.on('message', (text: string | null) => {
  if (text === null) {
    parentPort?.postMessage(null)
    parentPort?.close()
  } else parentPort?.postMessage(answer(text))
})
