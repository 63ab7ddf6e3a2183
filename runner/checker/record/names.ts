/** What sentences call whoever takes part in a conversation. */
import { inEnglish, say, type Words } from '../../language/say.ts'
import type { Participant } from './transcript.ts'

/** The same name in the three places where a sentence may need it. */
export interface Name {
  /** Above its line in a picture: "first client". */
  readonly column: Words
  /** Within a sentence: "the first client". */
  readonly within: Words
  /** At the beginning of a sentence: "The first client". */
  readonly atStart: Words
}

/** A program of the learner's. @param role "server" makes "your server" */
export function nameProgram(role: Words): Name {
  return { column: say`your ${role}`, within: say`your ${role}`, atStart: say`Your ${role}` }
}

/** A client of the checker's. @param name "first client" */
export function nameClient(name: Words): Name {
  return { column: name, within: say`the ${name}`, atStart: say`The ${name}` }
}

/** The checker's own server, for judging clients. */
export const ourServer: Name = {
  column: say`our server`,
  within: say`our server`,
  atStart: say`Our server`,
}

/** Whoever is called so, as a participant of a conversation. */
export function toParticipant({ column }: Name, kind: Participant['kind']): Participant {
  return { id: inEnglish(column), name: column, kind }
}
