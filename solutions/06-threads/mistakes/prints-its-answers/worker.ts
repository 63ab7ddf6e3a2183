// fails "answers one client, in upper case" at silent: The client sent "one". In the … after that your server sent it nothing.
import { parentPort } from 'node:worker_threads'
import { answer } from './given/work.ts'

// Nobody has laid the connection on this worker's stdout: the answer appears in the terminal of the server.
parentPort!.on('message', (text) => console.log(answer(text)))
