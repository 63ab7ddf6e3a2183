// Prints each call. What its client says first may go wrong: "throw in setup", "throw in handle", "throw in finish",
// "throw in finish at once". Or its client may be gone before handle is called: "stay in setup".
import { JournalHandler } from './journal-handler.ts'
import { serve } from './serve.ts'

await serve(JournalHandler)
console.log('the server is down')
