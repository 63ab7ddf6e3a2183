// What a lesson's server is measured against: the least that a Node server can be which does the same to the bytes.
// Its argument says how: `bytes` as lesson 3 does, `text` as lesson 6 does.
import { createServer } from 'node:net'

const port = Number(process.env.PORT)

function answerBytes(socket) {
  socket.on('data', (bytes) =>
    socket.write(Buffer.from(bytes.map((byte) => (byte >= 0x61 && byte <= 0x7a ? byte - 0x20 : byte)))),
  )
}

function answerText(socket) {
  socket
    .setEncoding('utf8')
    .on('data', (text) => socket.write(text.replace(/[a-z]+/g, (letters) => letters.toUpperCase())))
}

createServer(process.argv[2] === 'text' ? answerText : answerBytes).listen(port, '127.0.0.1', () =>
  console.log('ready'),
)
