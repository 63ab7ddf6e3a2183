/** Frames and pieces, byte by byte as the lessons have them. */
import { describe, expect, test } from 'vitest'
import * as fc from 'fast-check'
import { catchFailure, createCheckBench } from '../../testing/check-bench.ts'
import { encodeFrame, receiveFrame } from '../tcp/frames.ts'
import { cutIntoPieces, decodePiece, encodePiece } from './pieces.ts'

describe('a frame', () => {
  test('is length, type and payload', () => {
    expect(encodeFrame(1, 'hé')).toEqual(Buffer.from([0, 0, 0, 4, 1, 0x68, 0xc3, 0xa9]))
    expect(encodeFrame(2)).toEqual(Buffer.from([0, 0, 0, 1, 2]))
    expect(encodeFrame(255, 'x', 0x01020304)).toEqual(Buffer.from([1, 2, 3, 4, 255, 0x78]))
  })

  const server = (write: string) => `
    import { createServer } from 'node:net'
    createServer((socket) => { socket.on('error', () => {}); ${write} }).listen(Number(process.env.PORT), '127.0.0.1')`
  const receiveFrom = async (write: string, count = 1) => {
    await using bench = await createCheckBench('server.ts', server(write))
    const peer = await bench.t.connect(await bench.t.startServer())
    const frames = []
    for (let number = 1; number <= count; number++) frames.push(await receiveFrame(peer, 'the answer'))
    peer.expectNothingMore()
    return frames.map(({ type, payload }) => `${type} ${payload.toString()}`)
  }

  test('is received however it is cut, and the next one after it', async () => {
    const write = `const bytes = Buffer.from([0, 0, 0, 3, 7, 104, 105, 0, 0, 0, 1, 9])
      let place = 0
      const timer = setInterval(() => place < 12 ? socket.write(bytes.subarray(place, ++place)) : clearInterval(timer), 2)`
    expect(await receiveFrom(write, 2)).toEqual(['7 hi', '9 '])
  })

  test.each([
    [
      'socket.end()',
      'closed-early',
      'Your server ended the connection (FIN) before it had sent anything of the length of the answer.',
    ],
    [
      'socket.end(Buffer.from([0, 0]))',
      'closed-early',
      'Your server ended the connection (FIN) after 2 of the 4 bytes of the length of the answer.',
    ],
    [
      'socket.end(Buffer.from([0, 0, 0, 3, 1]))',
      'closed-early',
      'Your server ended the connection (FIN) after 1 of the 3 bytes of the answer.',
    ],
    [
      'socket.write(Buffer.from([0, 0, 0, 0, 1]))',
      'wrong-bytes',
      "Where the length of the answer was due, four bytes came that say 0. A frame's length is 1 to 1,048,576.",
    ],
    [
      'socket.write("HELLO")',
      'wrong-bytes',
      "Where the length of the answer was due, four bytes came that say 1,212,501,068. A frame's length is 1 to 1,048,576.",
    ],
    [
      'socket.write(Buffer.from([0, 0, 0, 3, 1]))',
      'missing-bytes',
      'Of the 3 bytes of the answer, 1 came from your server. In the N s after that nothing more came.',
    ],
  ])('is not %s', async (write, stage, sentence) => {
    const failure = await catchFailure(receiveFrom(write))
    expect([failure.stage, failure.happened.replaceAll(/\b\d+ s\b/g, 'N s')]).toEqual([stage, sentence])
    expect(failure.parts.bytes).toBeUndefined()
  })
})

describe('pieces', () => {
  test('have a header of four numbers', () => {
    const piece = { id: 0x0102, piece: 3, count: 0x0405, status: 126, bytes: Buffer.from('x') }
    expect(encodePiece(piece)).toEqual(Buffer.from([1, 2, 0, 3, 4, 5, 0, 126, 0x78]))
    expect(decodePiece(encodePiece(piece))).toEqual(piece)
    expect(decodePiece(Buffer.alloc(7))).toBeUndefined()
  })

  test('are the whole again, and an empty answer is one of them', () => {
    fc.assert(
      fc.property(fc.nat(5_000), fc.nat(65_535), (length, id) => {
        const answer = Buffer.alloc(length, 'abc')
        const pieces = cutIntoPieces(answer, { id, status: 1 }).map((datagram) => decodePiece(datagram))
        expect(pieces.map((piece) => piece?.piece)).toEqual(pieces.map((_, index) => index))
        expect(
          pieces.every((piece) => piece?.id === id && piece.count === pieces.length && piece.status === 1),
        ).toBe(true)
        expect(Buffer.concat(pieces.flatMap((piece) => piece?.bytes ?? [])).equals(answer)).toBe(true)
      }),
    )
    expect(cutIntoPieces('', { id: 1 })).toEqual([Buffer.from([0, 1, 0, 0, 0, 1, 0, 0])])
    expect(cutIntoPieces(Buffer.alloc(100 * 1024), { id: 1 })).toHaveLength(74)
    expect(cutIntoPieces(Buffer.alloc(2_800), { id: 1 })).toHaveLength(2)
  })
})
