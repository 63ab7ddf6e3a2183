/** The workbook's program: words → command → exit code. */
import { runCommandLine } from './command-line.ts'
import { runMain } from './start-up/run-main.ts'

await runMain(runCommandLine)
