/** The results of a run on disk: whole at any moment, so that a run that was killed goes on where it was. */
import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { findErrorCode } from '../../edge/error-facts.ts'
import { Refusal } from '../../edge/refusal.ts'
import { say } from '../../language/say.ts'
import { writeResult } from '../../results/write-result.ts'
import { type Gradebook, parseGradebook } from '../gradebook.ts'

const fileName = 'results.json'

/** @throws {Refusal} when it cannot be read or is not a gradebook */
export async function readGradebook(path: string): Promise<Gradebook> {
  const file = path.endsWith('.json') ? path : join(path, fileName)
  const text = await readFile(file, 'utf8').catch(() => {
    throw new Refusal(
      say`There is no gradebook ${file}.`,
      say`Name a folder that npm run grade has written to.`,
    )
  })
  try {
    return parseGradebook(JSON.parse(text))
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    throw new Refusal(say`${file} is damaged: ${error.message}`, say`Grade again into another folder.`)
  }
}

/** Whether there is a gradebook in a folder. */
export async function hasGradebook(folder: string): Promise<boolean> {
  return await readFile(join(folder, fileName)).then(
    () => true,
    (error: unknown) => findErrorCode(error) !== 'ENOENT',
  )
}

/** Writes a gradebook again and again; what comes while one is being written is written together, once. */
export class GradebookFile {
  readonly #folder: string
  #next: Gradebook | undefined
  #writing: Promise<void> | undefined

  private constructor(folder: string) {
    this.#folder = folder
  }

  /** @throws {Refusal} when the folder cannot be made */
  static async open(folder: string): Promise<GradebookFile> {
    await mkdir(folder, { recursive: true }).catch(() => {
      throw new Refusal(say`The folder ${folder} could not be made.`, say`Name another one after --out.`)
    })
    return new GradebookFile(folder)
  }

  /** Resolves when this gradebook, or a later one, is on the disk. */
  async write(gradebook: Gradebook): Promise<void> {
    this.#next = gradebook
    while (this.#next === gradebook || this.#writing) {
      this.#writing ??= this.#writeNext()
      await this.#writing
    }
  }

  async #writeNext(): Promise<void> {
    const gradebook = this.#next
    this.#next = undefined
    try {
      if (gradebook) await writeResult(join(this.#folder, fileName), gradebook)
    } finally {
      this.#writing = undefined
    }
  }
}
