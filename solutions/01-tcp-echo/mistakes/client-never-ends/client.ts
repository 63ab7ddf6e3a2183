// fails "client: exits 0 when the server has ended the connection" at does-not-stop: Your client was still running
import { connect } from 'node:net'

const socket = connect(Number(process.env.PORT ?? 9909), process.env.HOST ?? '127.0.0.1')
socket.on('connect', () => socket.write(process.argv[2] ?? 'hello word'))
socket.on('data', (chunk) => process.stdout.write(chunk))
socket.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
})
// It still listens to the keyboard, and so it lives.
process.stdin.resume()
