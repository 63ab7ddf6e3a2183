/**
 * #checker: all that a lesson's check.test.ts needs. Start with `check`, and drive the learner's program
 * through the context that its body is given.
 */
export { type Bytes, everyByte, toUpperCaseAscii } from './bytes/bytes.ts'
export { check } from './check/check.ts'
export { type CheckOptions } from './check/check-options.ts'
export { type CheckContext } from './check/context.ts'
export { CannotJudge } from '../processes/cannot-judge.ts'
export { chooseSleep, findCommands, readEnvironment } from '../processes/commands.ts'
export { refusesAnotherHost, wantsOwnPort } from './standing/command-server-checks.ts'
export { describeCut, findFailingCut } from './bytes/cuts.ts'
export { readDescendants } from '../processes/family.ts'
export { CheckFailure } from './record/failure.ts'
export { encodeFrame, longestFrame, receiveFrame } from './tcp/frames.ts'
export { isKernelReadable } from '../processes/proc-files.ts'
export { readDescriptorCount, readProcessFacts, readResidentBytes } from '../processes/process-facts.ts'
export { readSocketRows, type SocketRow, socketStates } from '../processes/socket-table.ts'
export { type NamedPipe } from './program/named-pipe.ts'
export { typeInPieces } from './standing/line-in-pieces.ts'
export { createSparseBytes, createLongPattern, type LongBytes } from './bytes/long-bytes.ts'
export * from './tcp/named-clients.ts'
export { ourServer } from './record/names.ts'
export { type Program } from './program/program.ts'
export { cutIntoPieces, decodePiece, encodePiece, pieceBytes } from './udp/pieces.ts'
export { say, type Words } from '../language/say.ts'
export { countBytes, quote } from './bytes/quote.ts'
export { readOpenPorts } from './program/ready.ts'
export { sendThroughStorm } from './udp/send-storm.ts'
export { createStorm, describeStorm, type Storm } from './udp/storm.ts'
export { type DeclaredCheck } from './check/wanted.ts'
export { readShownText, type ShownText } from './program/shown-colours.ts'
export { findTerminalCommand, terminalCommands } from './program/terminal-commands.ts'
export {
  failIfSaidAnyway,
  failIfSaidToHavePort,
  tellsItsPort,
  tellsTakenPort,
} from './standing/tells-its-port.ts'
export { failIfServed, inviteAnother, inviteOthers, takesOneClient } from './standing/takes-one-client.ts'
export { type TcpListener } from './tcp/tcp-listener.ts'
export { type TcpPeer } from './tcp/tcp-peer.ts'
export { type Datagram, type UdpPeer } from './udp/udp-peer.ts'
export { findLongestDatagram } from './udp/longest-datagram.ts'
export {
  connectsWhereTold,
  listensOnLoopbackOnly,
  listensWhereTold,
  sendsWhereTold,
} from './standing/standing-checks.ts'
