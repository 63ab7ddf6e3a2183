/** A machine on which a check can be given no port says nothing about the program: no verdict, and why. */
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { expect, onTestFinished, test, vi } from 'vitest'
import { say } from '../../language/say.ts'
import { claimPort, type PortRange } from '../../processes/claimed-ports.ts'
import { createCheckBench } from '../../testing/check-bench.ts'
import type { CheckContext } from './context.ts'
import { judgeCheck } from './judge-check.ts'

const right = `import { createServer } from 'node:net'
  createServer((socket) => socket.pipe(socket)).listen(Number(process.env.PORT), '127.0.0.1')`

/** Who has it meanwhile holds it as well, so an error is no matter. */
const takenBy = {
  'a listener of TCP': async (port: number) => {
    const server = createServer().listen(port, '127.0.0.1')
    onTestFinished(() => void server.close())
    await once(server, 'listening').catch(() => {})
  },
  'a socket of UDP': async (port: number) => {
    const socket = createSocket('udp4').bind(port, '127.0.0.1')
    onTestFinished(() => void socket.close())
    await once(socket, 'listening').catch(() => {})
  },
  'another checker': async (port: number) => {
    // The look whether it is free has claimed it, and gives it back in its own time.
    const claim = await vi.waitFor(() => claimPort({ from: port, to: port }), 10_000).catch(() => undefined)
    onTestFinished(() => claim?.[Symbol.dispose]())
  },
}

const asks: Record<string, (t: CheckContext) => Promise<unknown>> = {
  'for a server': (t) => t.startServer(),
  'for nobody yet': (t) => t.findFreePort(),
}

test.each(
  Object.entries(takenBy).flatMap(([who, take]) =>
    Object.entries(asks).map(([what, ask]) => ({ who, take, what, ask })),
  ),
)('every port is held by $who, and one is asked $what', async ({ take, ask }) => {
  const ports = await findFreeRange(4)
  const { from } = ports
  for (let port = from; port < from + 4; port++) await take(port)
  await using bench = await createCheckBench('server.ts', right)
  const options = { help: 'Listen.', byHand: [] }
  const report = await judgeCheck(
    { ...bench.subject, ports },
    'a check',
    options,
    async (t) => void (await ask(t)),
  )
  expect(report).toMatchObject({
    verdict: 'broken',
    broken: {
      message: say`No free port was found on 127.0.0.1 between ${from} and ${from + 3}.`,
      details: '',
    },
  })
  expect(report).not.toHaveProperty('failure')
})

/** A run of ports that nobody has or claims. */
async function findFreeRange(size: number): Promise<PortRange> {
  for (let from = 20_000; from < 31_000; from += size) {
    const claims = []
    try {
      for (let port = from; port < from + size; port++) claims.push(await claimPort({ from: port, to: port }))
      return { from, to: from + size - 1 }
    } catch {
      // One of them is taken: the next run may be free.
    } finally {
      for (const claim of claims) claim[Symbol.dispose]()
    }
  }
  throw new Error('there is no run of free ports')
}
