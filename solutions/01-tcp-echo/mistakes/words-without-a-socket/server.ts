// fails "listens on 127.0.0.1 and nowhere else" at not-listening: Your server is running, and
console.log('listening on 127.0.0.1:9909')
console.log('received: hello word')
process.stdin.resume()
