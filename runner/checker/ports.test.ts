import { createSocket } from 'node:dgram'
import { createServer } from 'node:net'
import { expect, test } from 'vitest'
import { CannotJudge } from './failure.ts'
import { findFreePort } from './ports.ts'

const withTcp = (port: number, use: () => Promise<void>) =>
  new Promise<void>((resolve, reject) => {
    const server = createServer().listen(port, '127.0.0.1', () => {
      use()
        .then(resolve, reject)
        .finally(() => server.close())
    })
  })

const withUdp = (port: number, use: () => Promise<void>) =>
  new Promise<void>((resolve, reject) => {
    const socket = createSocket('udp4').bind(port, '127.0.0.1', () => {
      use()
        .then(resolve, reject)
        .finally(() => socket.close())
    })
  })

test('a port that is found lies below those that systems give to clients, and can be listened on', async () => {
  const port = await findFreePort()
  expect(port).toBeGreaterThanOrEqual(20_000)
  expect(port).toBeLessThan(32_000)
  await withTcp(port, async () => {})
})

test.each([
  ['TCP', withTcp],
  ['UDP', withUdp],
])(
  'a port that is taken for %s is passed over, and a range without any other is told',
  async (_protocol, take) => {
    const port = await findFreePort()
    await take(port, async () => {
      await expect(findFreePort({ from: port, to: port })).rejects.toThrow(CannotJudge)
      await expect(findFreePort({ from: port, to: port })).rejects.toThrow(`between ${port} and ${port}`)
    })
  },
)
