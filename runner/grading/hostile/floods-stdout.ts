// full, user, process-only: fails at not-listening
// Prints without end.
const line = 'x'.repeat(65_536)
const print = () => {
  while (process.stdout.write(line));
  process.stdout.once('drain', print)
}
print()
