import { parentPort } from 'node:worker_threads'
import { answer } from './given/work.ts'

parentPort?.on('message', (text: string) => parentPort?.postMessage(answer(text)))
