// Answers messages, one for one. Choose it where what is handed
// over is more than bytes: an object arrives as an object.
import { parentPort } from 'node:worker_threads'
import { answer } from './given/work.ts'

parentPort?.on('message', (text: string) => parentPort?.postMessage(answer(text)))
