/**
 * #checker: all that a lesson's check.test.ts needs. Start with `check`, and drive the learner's program
 * through the context that its body is given.
 */
export { type Bytes, everyByte, toUpperCaseAscii } from './bytes.ts'
export { check } from './check.ts'
export { type CheckOptions } from './check-options.ts'
export { type CheckContext } from './context.ts'
export { CannotJudge } from '../processes/cannot-judge.ts'
export { chooseSleep, findCommands, readEnvironment } from '../processes/commands.ts'
export { refusesAnotherHost, wantsOwnPort } from './command-server-checks.ts'
export { describeCut, findFailingCut } from './cuts.ts'
export { readDescendants } from '../processes/family.ts'
export { CheckFailure } from './failure.ts'
export { encodeFrame, longestFrame, receiveFrame } from './frames.ts'
export { isKernelReadable } from '../processes/proc-files.ts'
export { readDescriptorCount, readProcessFacts, readResidentBytes } from '../processes/process-facts.ts'
export { readSocketRows, type SocketRow, socketStates } from '../processes/socket-table.ts'
export { type NamedPipe } from './named-pipe.ts'
export { typeInPieces } from './line-in-pieces.ts'
export { createSparseBytes, createLongPattern, type LongBytes } from './long-bytes.ts'
export * from './named-clients.ts'
export { ourServer } from './names.ts'
export { type Program } from './program.ts'
export { cutIntoPieces, decodePiece, encodePiece, pieceBytes } from './pieces.ts'
export { say, type Words } from '../language/say.ts'
export { countBytes, quote } from './quote.ts'
export { readOpenPorts } from './ready.ts'
export { sendThroughStorm } from './send-storm.ts'
export { createStorm, describeStorm, type Storm } from './storm.ts'
export { type DeclaredCheck } from './wanted.ts'
export { readShownText, type ShownText } from './shown-colours.ts'
export { findTerminalCommand, terminalCommands } from './terminal-commands.ts'
export { takesOneClient } from './takes-one-client.ts'
export { type TcpListener } from './tcp-listener.ts'
export { type TcpPeer } from './tcp-peer.ts'
export { type Datagram, type UdpPeer } from './udp-peer.ts'
export { findLongestDatagram } from './longest-datagram.ts'
export {
  connectsWhereTold,
  listensOnLoopbackOnly,
  listensWhereTold,
  sendsWhereTold,
  tellsTakenPort,
} from './standing-checks.ts'
