// What is called of a handler whose handle throws?
import { serveOneClient } from './experiment.ts'
import { JournalHandler } from './journal-handler.ts'

await serveOneClient(JournalHandler, 'throw in handle')
