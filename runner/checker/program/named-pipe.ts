/**
 * A named pipe in the folder of a check: a file whose reader is given what the check writes, when it writes it, and is
 * at its end when the check says so. Nothing of it is ever on the disk.
 */
import { execFile } from 'node:child_process'
import { type FileHandle, open } from 'node:fs/promises'
import { promisify } from 'node:util'
import { type Bytes, toBuffer } from '../bytes/bytes.ts'

export class NamedPipe {
  readonly #file: FileHandle
  #hasEnded = false

  private constructor(file: FileHandle) {
    this.#file = file
  }

  /** Makes a named pipe. Undefined on a system that has none. */
  static async make(path: string): Promise<NamedPipe | undefined> {
    if (process.platform === 'win32') return undefined
    await promisify(execFile)('mkfifo', [path])
    // Opened both ways it waits for no reader, and a reader does not meet its end before that is said.
    return new NamedPipe(await open(path, 'r+'))
  }

  /** Writes bytes for the reader, no more of them than a pipe holds: 4,096 are taken everywhere. */
  async write(bytes: Bytes): Promise<void> {
    await this.#file.write(toBuffer(bytes))
  }

  /** Says that no more comes. */
  async end(): Promise<void> {
    if (this.#hasEnded) return
    this.#hasEnded = true
    await this.#file.close()
  }

  dispose(): void {
    void this.end().catch(() => {})
  }
}
