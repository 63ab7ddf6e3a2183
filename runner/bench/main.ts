/** The bench, a program of its own: it needs packages for development, and no learner's command may load them. */
import { runMain } from '../start-up/run-main.ts'
import { tellFailures } from '../start-up/tell-failures.ts'
import { runBench } from './run-bench.ts'

await runMain((words, workbook) => tellFailures(workbook, () => runBench(words, workbook)))
