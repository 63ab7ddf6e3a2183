/** shutdown, close and reset. */
import { once } from 'node:events'
import { next, type Row, withConnection } from './row.ts'

export const endings: readonly Row[] = [
  {
    classic: 'shutdown(SHUT_WR)',
    node: 'socket.end(); the server needs allowHalfOpen: true to answer later',
    run: () =>
      withConnection(
        async ({ client, served }) => {
          client.end()
          served.resume()
          await once(served, 'end')
          served.end('after your end')
          return `our side had ended, and "${await next<Buffer>(client, 'data')}" still came`
        },
        { serverOptions: { allowHalfOpen: true } },
      ),
  },
  {
    classic: 'shutdown(SHUT_RD)',
    node: 'none; pause() stops reading, and the other side is not told',
    run: () =>
      withConnection(async ({ client, served }) => {
        client.pause()
        await new Promise((resolve) => served.write('unread', resolve))
        return `the other side wrote ${served.bytesWritten} bytes without an error`
      }),
  },
  {
    classic: 'close',
    node: "socket.destroy(); 'close' says that it is done. server.close() stops listening",
    run: () =>
      withConnection(async ({ client, served }) => {
        served.resume()
        const ended = once(served, 'end')
        client.destroy()
        const state = client.readyState
        await ended
        return `"${state}" at once; the other side heard "end"`
      }),
  },
  {
    classic: 'close, with bytes unread',
    node: 'the same',
    run: () =>
      withConnection(async ({ client, served }) => {
        client.pause()
        await new Promise((resolve) => served.write('unread', resolve))
        await once(client, 'readable')
        const heard = once(served.resume(), 'end').then(
          () => 'an end',
          (error: NodeJS.ErrnoException) => error.code,
        )
        client.destroy()
        return `Node had read them ahead, so the other side heard ${await heard}`
      }),
  },
  {
    classic: 'SO_LINGER, 1, 0, then close',
    node: 'socket.resetAndDestroy(); for other times none',
    run: () =>
      withConnection(async ({ client, served }) => {
        const failed = next<NodeJS.ErrnoException>(served, 'error')
        served.resume()
        client.resetAndDestroy()
        return `the other side heard ${(await failed.catch((error: NodeJS.ErrnoException) => error)).code}`
      }),
  },
]
