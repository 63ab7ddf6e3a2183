import { StringDecoder } from 'node:string_decoder'
import { parentPort } from 'node:worker_threads'
import { answer } from './given/work.ts'

const decoder = new StringDecoder('utf8')
parentPort?.on('message', (chunk: Uint8Array) => {
  const text = decoder.write(Buffer.from(chunk))
  if (text !== '') parentPort?.postMessage(answer(text))
})
