/**
 * Shutting a program in: bubblewrap gives it files, processes and names of its own, and prlimit bounds what it may take.
 * It sees the system's programs, Node, its own folder, and nothing else; whatever it starts lives in there too. The
 * network is that of whoever starts it, because a checker has to talk to it.
 */
import { existsSync, lstatSync, readlinkSync } from 'node:fs'
import { constants } from 'node:os'
import { sep } from 'node:path'
import { markVariable } from './mark.ts'

/** How the programs of a run are shut in. */
export interface Confinement {
  /** The user that they run as, where root sets this up; without it, user namespaces do, and the user stays the same. */
  readonly user?: number
  /** Files and folders that they may read beside the system's own. */
  readonly readable: readonly string[]
  /** Folders in these of which they see nothing. */
  readonly hidden: readonly string[]
}

/** A program's own place: it may write in `home`, which is its folder with what lies beside it. */
export interface ConfinedPlace extends Confinement {
  readonly home: string
}

const mebibyte = 1024 * 1024

/** What one process may take; all of a user's processes and threads together are counted with `nproc`. */
const limits = { nproc: 512, fsize: 64 * mebibyte, data: 1_024 * mebibyte, nofile: 4_096, core: 0 }

/** So much may stand in what is a program's temporary folder. */
const temporaryBytes = 64 * mebibyte

/** The descriptor on which bubblewrap tells how it goes on. */
export const statusDescriptor = 3

/** Of /etc only what tells nothing about this machine's users and its work. */
const settings = [
  'ld.so.cache',
  'ld.so.conf',
  'ld.so.conf.d',
  'alternatives',
  'localtime',
  'hosts',
  'nsswitch.conf',
  'services',
  'protocols',
  'ssl',
  'ca-certificates',
  'passwd',
  'group',
]

/** Returns the command that runs `command` shut in. */
export function confine(
  command: string,
  args: readonly string[],
  { user, readable, hidden, home }: ConfinedPlace,
): [command: string, args: string[]] {
  const names = Object.entries(limits).map(([name, value]) => `--${name}=${value}`)
  const asUser = ['--clear-groups', '--bounding-set=-all', '--no-new-privs', '--']
  const words = [
    ['--unshare-pid', '--unshare-ipc', '--unshare-uts', '--unshare-cgroup-try'],
    user === undefined ? ['--unshare-user'] : [],
    listSystem(),
    ['--proc', '/proc', '--dev', '/dev', '--perms', '0755', '--dir', '/etc'],
    settings.flatMap((name) => ['--ro-bind-try', `/etc/${name}`, `/etc/${name}`]),
    ['--perms', '1777', '--size', String(temporaryBytes), '--tmpfs', '/tmp'],
    listFoldersAbove([...readable, home]),
    readable.filter((path) => existsSync(path)).flatMap((path) => ['--ro-bind', path, path]),
    hidden.filter((path) => existsSync(path)).flatMap((path) => ['--tmpfs', path]),
    ['--bind', home, home],
    ['--setenv', 'HOME', '/tmp', '--setenv', 'TMPDIR', '/tmp', '--unsetenv', markVariable],
    ['--json-status-fd', String(statusDescriptor), '--', 'prlimit', ...names, '--'],
    user === undefined ? [] : ['setpriv', `--reuid=${user}`, `--regid=${user}`, ...asUser],
    [command, ...args],
  ]
  return ['bwrap', words.flat()]
}

/** Folders that have to be there for others; bubblewrap makes them for root alone, and the program is somebody else. */
function listFoldersAbove(paths: readonly string[]): string[] {
  const above = paths.flatMap((path) => {
    const parts = path.split(sep).slice(1, -1)
    return parts.map((_, index) => `/${parts.slice(0, index + 1).join('/')}`)
  })
  return [...new Set(above)]
    .filter((path) => !existsInside.test(path))
    .flatMap((path) => ['--perms', '0755', '--dir', path])
}

/** What is there already. */
const existsInside = /^\/(?:usr(?:\/.*)?|tmp|dev|proc)$/u

/** The system's programs: /usr, and what on some systems are links into it and on others folders. */
function listSystem(): string[] {
  const beside = ['/bin', '/sbin', '/lib', '/lib32', '/lib64'].filter((path) => existsSync(path))
  const others = beside.flatMap((path) =>
    lstatSync(path).isSymbolicLink() ? ['--symlink', readlinkSync(path), path] : ['--ro-bind', path, path],
  )
  const node = process.execPath.startsWith(`${sep}usr${sep}`)
    ? []
    : ['--ro-bind', process.execPath, process.execPath]
  return ['--ro-bind', '/usr', '/usr', ...others, ...node]
}

/**
 * Returns the command that runs `command` in a network of its own, in which there is nothing but a loopback. It sees all
 * files and processes: it is one of ours. It ends with whoever starts it.
 */
export function giveOwnNetwork(command: string, { user }: Confinement): [command: string, args: string[]] {
  const names = user === undefined ? ['--unshare-user'] : []
  return ['bwrap', [...names, '--dev-bind', '/', '/', '--unshare-net', '--die-with-parent', '--', command]]
}

/** How a program ended by what bubblewrap ended with: 128 and more are signals, as a shell has it. */
export function readConfinedExit(code: number | null, signal: string | null) {
  if (code === null || code <= 128) return { code, signal }
  const [name] = Object.entries(constants.signals).find(([, number]) => number === code - 128) ?? []
  return name === undefined ? { code, signal } : { code: null, signal: name }
}
