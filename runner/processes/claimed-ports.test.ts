import { execFile } from 'node:child_process'
import { createSocket } from 'node:dgram'
import { createServer } from 'node:net'
import { promisify } from 'node:util'
import { expect, onTestFinished, test, vi } from 'vitest'
import { CannotJudge } from './cannot-judge.ts'
import { claimPort, findFreePort, tryToClaim } from './claimed-ports.ts'

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
    const { port } = await claimOnce()
    await take(port, async () => {
      await expect(claimPort({ from: port, to: port })).rejects.toThrow(CannotJudge)
      await expect(claimPort({ from: port, to: port })).rejects.toThrow(`between ${port} and ${port}`)
    })
  },
)

/** A port that was free a moment ago, and that nobody claims. */
async function claimOnce(): Promise<{ port: number }> {
  using claim = await claimPort()
  return { port: claim.port }
}

test.runIf(['linux', 'win32'].includes(process.platform))(
  'a port is claimed by one at a time, until it is given back, also between processes',
  async () => {
    const claim = await claimPort()
    const range = { from: claim.port, to: claim.port }
    await expect(claimPort(range)).rejects.toThrow(CannotJudge)
    const other = await claimInAnotherProcess(range)
    expect(other).toContain('No free port was found')
    claim[Symbol.dispose]()
    await expect.poll(() => claimPort(range).catch(() => undefined)).toMatchObject({ port: claim.port })
  },
)

async function claimInAnotherProcess(range: { from: number; to: number }): Promise<string> {
  const module = JSON.stringify(new URL('./claimed-ports.ts', import.meta.url).href)
  const script = `import(${module}).then(({ claimPort }) => claimPort(${JSON.stringify(range)})).then(console.log, (error) => console.log(error.message))`
  const args = ['--import', import.meta.resolve('tsx'), '--eval', script]
  return (await promisify(execFile)(process.execPath, args)).stdout
}

test.runIf(process.platform === 'linux')(
  'a port that was used is not found again while the kernel keeps what is left of its use',
  async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    onTestFinished(() => void vi.useRealTimers())
    const used = await claimOnce()
    const found: number[] = []
    for (let second = 1; second <= 90; second++) {
      vi.setSystemTime(Date.now() + 1000)
      found.push((await claimOnce()).port)
    }
    expect(found).not.toContain(used.port)
    expect(new Set(found).size).toBe(90)
  },
)

test.runIf(process.platform === 'linux')(
  'a port is claimed once, and again when the claim is given back',
  async () => {
    const { port, ...claim } = await claimPort()
    expect(await tryToClaim(port)).toBeUndefined()
    claim[Symbol.dispose]()
    const again: (Disposable | undefined)[] = []
    await expect.poll(async () => again[again.push(await tryToClaim(port)) - 1]).toBeDefined()
    expect(await tryToClaim(port)).toBeUndefined()
    again.at(-1)?.[Symbol.dispose]()
  },
)
