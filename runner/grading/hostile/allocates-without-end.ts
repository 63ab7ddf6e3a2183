// full, user, process-only: fails at exited-early
// Takes memory until there is none.
const all: Buffer[] = []
for (;;) all.push(Buffer.alloc(64 * 1024 * 1024, 1))
