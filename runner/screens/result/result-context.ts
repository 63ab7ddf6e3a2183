/** What a screen of a result needs to know beside the result. */
export interface ResultContext {
  readonly lessonsDone: number
  readonly lessonCount: number
  /** Whether the screen already says how many lessons are done. */
  readonly isCounted?: boolean
  /** The lesson after this one. */
  readonly next?: { readonly number: number; readonly title: string }
  /** What the learner can do now, as a clause: "serve one client after another". */
  readonly canDoNow?: string
  /** The file that is told about; without it, the one that was running when the first check failed. */
  readonly file?: string
  /** The file in which the conversations are kept whole; without it, `verboseCommand` tells more of them. */
  readonly fullTranscriptAt?: string
  /** The command that tells all: conversations with their middle, everything about a failure of ours. */
  readonly verboseCommand?: string
  /** Tells all: conversations uncut, every failing check in full, the details of a failure of ours. */
  readonly verbose?: boolean
}
