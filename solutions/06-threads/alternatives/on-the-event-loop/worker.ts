// Gets only what computes, and waits idle for the rest of the time.
// Choose it where a thread is there for the few long questions and not for all.
import { parentPort } from 'node:worker_threads'
import { answer } from './given/work.ts'

parentPort?.on('message', (text: string) => parentPort?.postMessage(answer(text)))
