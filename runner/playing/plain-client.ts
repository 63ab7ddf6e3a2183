/** Clients of ours, for a lesson in which the learner writes none: they send what is typed and print what comes. */
import { say, type Words } from '../language/say.ts'
import { CheckFailure } from '../checker/record/failure.ts'
import type { Program } from '../checker/program/program.ts'
import type { Recorder } from '../checker/record/recorder.ts'
import { TcpPeer } from '../checker/tcp/tcp-peer.ts'
import { UdpPeer } from '../checker/udp/udp-peer.ts'
import type { Participant, Speaker } from './participant.ts'

export interface PlainClientOptions {
  readonly speaker: Speaker
  readonly server: Program
  readonly recorder: Recorder
  /** Told in a sentence what kept a line from being sent. */
  readonly onTrouble: (sentence: Words) => void
}

/** @throws {CheckFailure} refused. */
export async function createPlainTcpClient(options: PlainClientOptions): Promise<Participant> {
  const { speaker, server, recorder, onTrouble } = options
  const peer = await TcpPeer.connect(speaker.name, server, recorder)
  let hasEnded = false
  // Each line waits until the system has taken the one before, so that they keep their order.
  let sent = Promise.resolve()
  const afterSending = (act: () => Promise<void> | void) => {
    sent = sent.then(act).catch((error: unknown) => {
      if (!(error instanceof CheckFailure)) throw error
      onTrouble(error.happened)
    })
  }
  return {
    ...speaker,
    get isThere() {
      // With its server goes whoever it could have talked to.
      return !server.hasExited && peer.goodbye !== 'reset' && !(hasEnded && peer.goodbye === 'end')
    },
    say: (line) => {
      if (hasEnded) return onTrouble(say`The ${speaker.name} has ended its side (FIN) and can send no more.`)
      if (line !== '') afterSending(() => peer.sendMore(line))
    },
    endInput: () => {
      if (hasEnded || peer.goodbye === 'reset') return
      hasEnded = true
      afterSending(() => peer.end())
    },
    leave: async () => peer.dispose(),
  }
}

export async function createPlainUdpClient(options: PlainClientOptions): Promise<Participant> {
  const { speaker, server, recorder, onTrouble } = options
  const peer = await UdpPeer.bind(speaker.name, recorder)
  let isThere = true
  // A socket that is closed drops what it has not handed to the system yet.
  let sent = Promise.resolve()
  const leave = async () => {
    isThere = false
    await sent
    peer.leave()
  }
  return {
    ...speaker,
    get isThere() {
      return isThere
    },
    say: (line) => {
      sent = sent.then(() => peer.send(line, server.port)).catch((error: Error) => onTrouble(error.message))
    },
    endInput: () => void leave(),
    leave,
  }
}
