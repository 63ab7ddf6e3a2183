import type { Socket } from 'node:net'

/** Changes the letters a–z and leaves every other byte alone, so that no UTF-8 character is harmed. */
export function toUpperCaseAscii(bytes: Buffer): Buffer {
  return Buffer.from(bytes.map((byte) => (byte >= 0x61 && byte <= 0x7a ? byte - 0x20 : byte)))
}

/** Resolves when the system has taken the bytes, so that a slow reader slows its conversation down as well. */
export function send(socket: Socket, bytes: Buffer): Promise<void> {
  return new Promise((resolve, reject) => socket.write(bytes, (error) => (error ? reject(error) : resolve())))
}
