/** What the rungs of the ladder are called where a learner reads them. In data they keep their labels. */
import type { Stage } from '../checker/record/verdict.ts'
import { say, type Sentence } from '../language/say.ts'

export const stageWords: Readonly<Record<Stage, Sentence>> = {
  'did-not-start': say`could not be started`,
  'exited-early': say`ended too early`,
  'not-listening': say`does not listen`,
  'listening-elsewhere': say`listens elsewhere`,
  refused: say`connection refused`,
  silent: say`nothing came`,
  'wrong-bytes': say`other bytes than due`,
  'missing-bytes': say`bytes are missing`,
  'extra-bytes': say`more bytes than due`,
  'closed-early': say`goodbye too early`,
  'never-closed': say`no goodbye`,
  'blocks-others': say`others had to wait`,
  crashed: say`ended with an error`,
  'wrong-goodbye': say`another goodbye than due`,
  'too-much': say`too much`,
  unsafe: say`not safe`,
  'wrong-exit': say`another exit than due`,
  'does-not-stop': say`did not end`,
  'wrong-output': say`other output than due`,
}
