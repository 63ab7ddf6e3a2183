/** The environment of a process: names and what they are set to. */
export type Environment = Readonly<Record<string, string | undefined>>
