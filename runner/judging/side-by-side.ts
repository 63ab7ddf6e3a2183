/**
 * So many judgements for each processor keep it busy: a judgement waits more than it computes, for silence, for ends, and
 * for the programs of others.
 */
export const judgementsPerProcessor = 4
