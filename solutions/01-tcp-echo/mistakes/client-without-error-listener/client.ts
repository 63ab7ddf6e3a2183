// fails "client: nobody listening gives one clear line and exit code 1" at crashed: ECONNREFUSED
import { connect } from 'node:net'

const socket = connect(Number(process.env.PORT ?? 9909), process.env.HOST ?? '127.0.0.1')
socket.on('connect', () => socket.write(process.argv[2] ?? 'hello word'))
socket.on('data', (chunk) => process.stdout.write(chunk))
