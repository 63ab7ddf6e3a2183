/** What a program prints, as text and as bytes; of each only the end is kept, for it may print without end. */
import { StringDecoder } from 'node:string_decoder'
import type { ProgramProcess } from '../../processes/process-on-pipes.ts'
import { createTextFilter } from '../../processes/terminal-text.ts'
import { KeptText } from '../bytes/kept-text.ts'

type Stream = 'stdout' | 'stderr'

export class ProgramOutput {
  /** Both streams in the order in which they came. */
  readonly both = new KeptText()
  readonly stdout = new KeptText()
  readonly stderr = new KeptText()
  /** Every byte as a character of its own (latin1). */
  readonly raw = new KeptText()

  /**
   * Reads both streams to their end, whatever is kept of them: a program whose pipe is full stands still.
   * @param translate what is to be shown of a text, with other paths in it for example
   * @param onText is called with each piece as it is kept
   */
  constructor(
    process: ProgramProcess,
    translate: (text: string) => string,
    onText: (stream: Stream, text: string) => void,
  ) {
    const keep = (stream: Stream) => {
      const decoder = new StringDecoder('utf8')
      const findText = process.isOnTerminal ? createTextFilter() : (text: string) => text
      return (chunk: Buffer) => {
        const text = findText(translate(decoder.write(chunk)))
        this.raw.add(chunk.toString('latin1'))
        this.both.add(text)
        this[stream].add(text)
        onText(stream, text)
      }
    }
    process.stdout.on('data', keep('stdout'))
    process.stderr?.on('data', keep('stderr'))
  }
}
