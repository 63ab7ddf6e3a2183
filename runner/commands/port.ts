/** `npm run port 9909`: who holds a port, and how to get it back. */
import { showPort } from '../desk/port/port-doctor.ts'
import { refuseUsage } from '../edge/arguments.ts'
import { exitCodes } from '../edge/refusal.ts'
import { say } from '../language/say.ts'
import type { Command } from './command.ts'

export const command: Command = {
  usage: 'npm run port 9909',
  does: say`tells who holds a port, and how to get it back`,
  parts: [['9909', say`the number of the port`]],
  words: [1, 1],
  run: async ({ words: [word = ''] }, workbook) => {
    const port = Number(word)
    if (!/^\d{1,5}$/.test(word) || port < 1 || port > 65_535)
      throw refuseUsage(say`A port is a number from 1 to 65535, and "${word}" is not one.`, command)
    await showPort(workbook, port)
    return exitCodes.passed
  },
}
