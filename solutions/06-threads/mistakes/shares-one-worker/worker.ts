import { parentPort } from 'node:worker_threads'
import { answer } from './given/work.ts'

parentPort!.on('message', ({ id, text }) => parentPort!.postMessage({ id, text: answer(text) }))
