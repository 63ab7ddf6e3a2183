/** Who handed something in, by the name that a learning platform gave it when it was exported. */

export interface ExportName {
  /** What the platform, or the instructor, calls whoever handed it in. */
  readonly student: string
  /** The person's name where the platform wrote it. */
  readonly name?: string
  /** The platform's number for the person. */
  readonly platformId?: string
  /** What they called their file, where that is part of the name. */
  readonly file?: string
}

/** "Ada Lovelace_123456_assignsubmission_file_server.ts", and the folder "Ada Lovelace_123456_assignsubmission_file". */
const moodle = /^(?<name>.+?)_(?<id>\d+)_assignsubmission_(?:file|onlinetext)_?(?<file>.*)$/u

/** "lovelaceada_LATE_12345_6789012_work-1.zip": the second number is the submission's, and "-1" that of a second try. */
const canvas = /^(?<name>[^_]+)_(?:LATE_)?(?<id>\d{2,})_(?:\d{2,})_(?<file>.+)$/u

/** Parses the name of a file or folder, without the ending of an archive. */
export function parseExportName(name: string): ExportName {
  const { name: person = '', id = '', file = '' } = moodle.exec(name)?.groups ?? {}
  if (person !== '') return { student: person, name: person, platformId: id, ...(file !== '' && { file }) }
  const found = canvas.exec(name)?.groups
  if (found) {
    const file = found['file']?.replace(/-\d+(?=\.[a-z]+$|$)/u, '') ?? ''
    return { student: found['name'] ?? name, platformId: found['id'] ?? '', file }
  }
  return { student: name }
}

/** People in Gradescope's `submission_metadata.yml`, by the name of the folder of what they handed in together. */
export function parseGradescopeMetadata(text: string): Map<string, readonly ExportName[]> {
  const sections = text.split(/^(?=\S+:\s*$)/mu)
  return new Map(
    sections.flatMap((section) => {
      const folder = /^(submission_\d+):\s*$/mu.exec(section)?.[1]
      if (folder === undefined) return []
      const submitters = section.split(/^(?=\s*- :)/mu).slice(1)
      const people = submitters.flatMap((submitter) => {
        const read = (field: string) => new RegExp(`:${field}:[ \t]*(.+)$`, 'mu').exec(submitter)?.[1]?.trim()
        const unquote = (value?: string) => value?.replace(/^(['"])(.*)\1$/u, '$2')
        const [name, sid, email] = [unquote(read('name')), unquote(read('sid')), unquote(read('email'))]
        const student = sid ?? email ?? name
        if (student === undefined) return []
        return [
          { student, ...(name !== undefined && { name }), ...(sid !== undefined && { platformId: sid }) },
        ]
      })
      return people.length === 0 ? [] : [[folder, people] as const]
    }),
  )
}
