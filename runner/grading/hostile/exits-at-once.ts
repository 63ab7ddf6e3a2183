// full, user, process-only: fails at exited-early
// Says that all is well, and is gone.
console.log('2 of 2 checks passed')
process.exit(0)
