/** What is heard and seen of a play, on its way to the screen. */
import type { Words } from '../../language/say.ts'
import { createEvent } from '../../checker/record/recorder.ts'
import { createLineBudget } from '../../playing/line-budget.ts'
import type { Speaker } from '../../playing/participant.ts'
import type { Audience } from '../../playing/play.ts'
import { createSpeech, type Speech } from '../../playing/speech.ts'
import {
  describeLastLines,
  describeLeftOut,
  renderPlayNote,
  renderPlayWire,
  renderSpokenLine,
  type ShownSpeaker,
  wireSpeaker,
} from '../../screens/play.ts'
import { showText } from '../../terminal/show.ts'
import type { TypingDesk } from '../../terminal/typing-desk.ts'
import type { Workbook } from '../../workbook.ts'

export interface PlayView extends Disposable {
  readonly audience: Audience
  /** Shows rows at the desk, or on the screen as long as there is no desk. */
  readonly tell: (rows: readonly string[]) => void
  /** Set once somebody can type. It is disposed of with the view. */
  desk: TypingDesk | undefined
  /** Who is told when somebody has come or left. */
  onChange: () => void
}

export function createPlayView(workbook: Workbook): PlayView {
  const startedAt = performance.now()
  const speeches = new Map<string, Speech>()
  const tell = (rows: readonly string[]) => {
    for (const row of rows) {
      if (view.desk) view.desk.print(row)
      else showText(workbook, row)
    }
  }
  const tellLine = (speaker: ShownSpeaker, line: Words) =>
    tell(renderSpokenLine(speaker, line, workbook.screen))
  const findSpeech = (speaker: Speaker) => {
    const speech =
      speeches.get(speaker.id) ??
      createSpeech({
        onLine: (line) => tellLine(speaker, line),
        onLeftOut: (lines) => tellLine(speaker, describeLeftOut(lines)),
        onLastLines: (lines) => tellLine(speaker, describeLastLines(lines)),
      })
    speeches.set(speaker.id, speech)
    return speech
  }
  const wire = createLineBudget((lines) => tellLine(wireSpeaker, describeLeftOut(lines)))
  const flush = () => {
    for (const speech of speeches.values()) speech.flush()
    wire.flush()
  }
  const view: PlayView = {
    desk: undefined,
    onChange: () => {},
    tell,
    audience: {
      onBegun: (speaker) => {
        findSpeech(speaker).begin()
        wire.refill()
      },
      onSpoken: (speaker, text) => findSpeech(speaker).push(text),
      onFinished: (speaker) => findSpeech(speaker).end(),
      onWire: (happening, names) => {
        if (!wire.take()) return
        const event = createEvent(happening, performance.now() - startedAt)
        tell(renderPlayWire(event, names, workbook.screen))
      },
      onNote: (sentence) => {
        flush()
        tell(renderPlayNote(sentence, workbook.screen))
      },
      onChange: () => view.onChange(),
    },
    [Symbol.dispose]: () => {
      flush()
      for (const speech of speeches.values()) speech[Symbol.dispose]()
      wire[Symbol.dispose]()
      view.desk?.[Symbol.dispose]()
    },
  }
  return view
}
