// Loaded into every learner's program before its own code. If the checker dies, even by kill -9, the channel to it
// closes and the program ends itself. Unreferenced, the channel never keeps a program alive that wants to end.
process.channel?.unref()
process.once('disconnect', () => process.kill(process.pid, 'SIGKILL'))
