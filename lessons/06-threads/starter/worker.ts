import { answer } from './given/work.ts'

// What stands here runs in a thread of its own once the server has started it. Its client's words have to come here,
// and its answers have to go back.
console.log(answer('a thread of its own'))
