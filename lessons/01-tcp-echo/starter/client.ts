import { connect } from 'node:net'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9909)
const text = process.argv[2] ?? 'hello word'

const socket = connect(port, host)
// Send the text, print the answer, and let the program end when the server has ended the connection.
socket.on('connect', () => console.log(`connected, and still to send: ${text}`))
