/* What a guard becomes when there is something to end. */
void require('../start-up/load.cjs')('processes/end-left')
