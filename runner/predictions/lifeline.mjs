// Loaded into every experiment before its own code. If the runner dies, even by kill -9, the channel to it closes and
// the experiment ends with its whole group. Unreferenced, the channel never keeps a program alive that wants to end.
process.channel?.unref()
process.once('disconnect', () =>
  process.kill(process.platform === 'win32' ? process.pid : -process.pid, 'SIGKILL'),
)
