/**
 * Checks that servers share which run commands for whoever comes: they take no address but 127.0.0.1. So they cannot be
 * tried at another one, as `listensWhereTold` does, and are judged by what they refuse.
 */
import { say, type Words } from '../../language/say.ts'
import { isKernelReadable } from '../../processes/proc-files.ts'
import type { SocketKind } from '../../processes/protocol.ts'
import { check } from '../check/check.ts'
import type { CheckOptions } from '../check/check-options.ts'
import type { CheckContext } from '../check/context.ts'
import type { Program } from '../program/program.ts'
import { readOpenPorts } from '../program/ready.ts'
import type { DeclaredCheck } from '../check/wanted.ts'

interface CommandServerCheck extends CheckOptions {
  readonly protocol: SocketKind
}

/** What is told of a server that takes another address, or another port than its own. */
const protocolWords: Readonly<
  Record<SocketKind, { tellHost: (host: string) => Words; tellPorts: (ports: string, due: number) => Words }>
> = {
  tcp: {
    tellHost: (host) =>
      say`Your server was started with HOST=${host}, and listened all the same. It runs commands for whoever connects, so it takes no address but 127.0.0.1.`,
    tellPorts: (ports, due) =>
      say`Your server was started without PORT, and listened on port ${ports}. Port ${due} was due.`,
  },
  udp: {
    tellHost: (host) =>
      say`Your server was started with HOST=${host}, and received all the same. It runs commands for whoever sends, so it takes no address but 127.0.0.1.`,
    tellPorts: (ports, due) =>
      say`Your server was started without PORT, and took port ${ports}. Port ${due} was due.`,
  },
}

/** Declares that a server whose HOST is anything but 127.0.0.1 opens nothing, says so in one line on stderr and ends with 1. */
export function refusesAnotherHost({ protocol, ...options }: CommandServerCheck): DeclaredCheck {
  return check('refuses another HOST', options, async (t) => {
    // The first begins as the address does that is due.
    for (const host of ['127.0.0.10', '0.0.0.0', '::1', 'localhost']) {
      const port = await t.findFreePort()
      const program = t.startProgram({ role: say`server`, file: 'server.ts', port, host })
      const ports = await findPortsOrEnd(t, program, protocol)
      if (!program.hasExited && ports.length > 0) t.fail('unsafe', protocolWords[protocol].tellHost(host))
      await program.expectComplaint(say`HOST was ${host}`)
    }
  })
}

/** Declares that a server without PORT takes the lesson's own port, or complains that it is taken. */
export function wantsOwnPort({
  protocol,
  defaultPort: port,
  ...options
}: CommandServerCheck & { readonly defaultPort: number }): DeclaredCheck {
  return check(`wants port ${port} without PORT`, options, async (t) => {
    // Whoever has the port already, this check or somebody's own server, the program meets it there.
    await (protocol === 'tcp' ? t.listen({ port }) : t.bindUdp(say`holder of the port`, { port })).catch(
      () => undefined,
    )
    const env = { PORT: undefined }
    const program = t.startProgram({ role: say`server`, file: 'server.ts', port, env })
    const ports = await findPortsOrEnd(t, program, protocol)
    if (ports.includes(port)) return
    // One that has no port yet may still be on its way, through a process that it starts for example.
    if (!program.hasExited && ports.length > 0)
      t.fail('listening-elsewhere', protocolWords[protocol].tellPorts(ports.join(', '), port))
    await program.expectComplaint(say`PORT was not set and port ${port} was taken`)
  })
}

/** Waits until a server has opened a port or has ended. @returns its ports; none where the kernel cannot be read */
async function findPortsOrEnd(t: CheckContext, program: Program, protocol: SocketKind): Promise<number[]> {
  const find = () => (isKernelReadable ? readOpenPorts(program, protocol).map(({ port }) => port) : [])
  await t.becomesTrue(program, () => program.hasExited || find().length > 0)
  return find()
}
