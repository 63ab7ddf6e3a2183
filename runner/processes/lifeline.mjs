// Loaded into every program before its own code. If whoever started it dies, even by kill -9, the channel to it closes
// and the program ends itself with its whole group, which it leads. Unreferenced, the channel never keeps a program
// alive that wants to end.
process.channel?.unref()
process.once('disconnect', () =>
  process.kill(process.platform === 'win32' ? process.pid : -process.pid, 'SIGKILL'),
)
