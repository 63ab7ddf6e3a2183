// Runs the table of lesson 13: each classic call, option and parameter, what Node has for it, and what came of it here.
//
//   npx tsx work/13-socket-tour/given/tour.ts             all rows
//   npx tsx work/13-socket-tour/given/tour.ts shutdown    the rows whose classic name holds this word
import { bytes } from './tour/bytes.ts'
import { connections } from './tour/connections.ts'
import { endings } from './tour/endings.ts'
import { files } from './tour/files.ts'
import { making } from './tour/making.ts'
import { options } from './tour/options.ts'
import type { Row } from './tour/row.ts'
import { waiting } from './tour/waiting.ts'

const parts = {
  'Making a socket': making,
  'Servers, clients and their addresses': connections,
  'Bytes and datagrams': bytes,
  'Saying goodbye': endings,
  Waiting: waiting,
  'Sockets and files': files,
  Options: options,
}

const word = process.argv[2]?.toLowerCase() ?? ''

for (const [title, rows] of Object.entries(parts)) {
  const wanted = rows.filter(({ classic }) => classic.toLowerCase().includes(word))
  if (wanted.length > 0) console.log(`\n${title}`)
  for (const row of wanted) {
    console.log(`\n  ${row.classic}\n    Node: ${row.node}\n    here: ${await tell(row)}`)
  }
}

/** What came of a row. That something is not to be had on this system is an answer too. */
async function tell(row: Row): Promise<string> {
  try {
    return await row.run()
  } catch (error) {
    return `not to be had here: ${error instanceof Error ? error.message : String(error)}`
  }
}
