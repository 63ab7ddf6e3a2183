import { StringDecoder } from 'node:string_decoder'
import { parentPort } from 'node:worker_threads'
import { answer } from './given/work.ts'

// Half a character is kept back until the rest of it has come.
const decoder = new StringDecoder('utf8')

parentPort?.on('message', (bytes: Uint8Array | null) => {
  const text = bytes === null ? decoder.end() : decoder.write(Buffer.from(bytes))
  parentPort?.postMessage(text === '' ? '' : answer(text))
  if (bytes !== null) return
  // The client has ended its side, and all that it had said is answered.
  parentPort?.postMessage(null)
  parentPort?.close()
})
