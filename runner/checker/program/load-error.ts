/** Whether a program ended because its file could not be loaded: its text is no program. */
import { say } from '../../language/say.ts'
import { CheckFailure } from '../record/failure.ts'
import { tellLeftOut } from './left-out.ts'
import type { Program } from './program.ts'

/** @throws {CheckFailure} did-not-start, when the program ended before its first line ran. */
export function failIfItCouldNotLoad(program: Program): void {
  const problem = findLoadError(program.stderr, program.file)
  if (problem) {
    const isLeftOut = program.describeLeftOut(problem) !== undefined
    throw new CheckFailure(
      'did-not-start',
      tellLeftOut(
        program,
        say`${program.name} did not start: ${program.file} could not be loaded. ${problem}`,
        problem,
      ),
      {
        peer: program.id,
        happening: program.exitHappening,
        help: isLeftOut
          ? say`Your programs are judged in a copy of their folder. Let them import nothing that is not in it: files of your own of a usual size, and what Node itself has.`
          : say`Node could not read the file as a program. The line and column above say where it stopped. \`npx tsc -p work\` finds more of the same kind in all that you have in work/.`,
      },
    )
  }
}

function findLoadError(stderr: string, file: string): string | undefined {
  const transform = /^(\S+:\d+:\d+): ERROR: (.+)$/m.exec(stderr)
  if (transform) return `${transform[1]}: ${transform[2]}`
  const loading = /^(?:Error \[ERR_MODULE_NOT_FOUND\]|SyntaxError[^:]*): (.+)$/m.exec(stderr)
  // A SyntaxError with a frame in the program's own file was thrown while it ran, by JSON.parse for example.
  const ranAlready = stderr.split('\n').some((line) => /^\s+at /.test(line) && line.includes(file))
  return loading && !ranAlready ? loading[0] : undefined
}
