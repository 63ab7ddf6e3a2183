// fails "listens on 127.0.0.1 and nowhere else" at exited-early: Your server ended with exit code 0 before it was listening
process.exit(0)
