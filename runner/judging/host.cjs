/* What a host's process begins with. */
void require('../load.cjs')('judging/host')
