/* What a host's process begins with. */
void require('../start-up/load.cjs')('judging/host')
