/**
 * `nc -v` names the service of a port as the system's list has it: "port [tcp/http-alt] succeeded". A session runs on a
 * free port in place of the lesson's, so that what it prints there proves nothing about that name.
 */
import type { Complaint } from '../proof.ts'
import type { Session } from './parse-session.ts'

/** Where most systems keep the names of ports (man 5 services). */
export const servicesFile = '/etc/services'

/**
 * Finds the lines of a session that name the service of a port otherwise than the system does.
 * @param services the text of the system's list
 */
export function findWrongServiceNames(session: Session, services: string, path: string): Complaint[] {
  return session.commands
    .flatMap(({ items }) => items)
    .flatMap(({ text, place }) => {
      const [, port, protocol, shown] = /\b(\d+) port \[(tcp|udp)\/([^\]]+)\]/u.exec(text) ?? []
      if (port === undefined || protocol === undefined || shown === undefined || shown === '…') return []
      const name = findServiceName(services, `${port}/${protocol}`) ?? '*'
      if (name === shown) return []
      return [
        {
          place: `${path}:${place.line}`,
          problem: `nc calls this port "${name}", and the text shows "${shown}".`,
          remedy: `Show it as it is, or write [${protocol}/…]: systems have different lists.`,
        },
      ]
    })
}

function findServiceName(services: string, port: string): string | undefined {
  const lines = services.split('\n').map((line) => line.split(/\s+/u))
  return lines.find(([, listed]) => listed === port)?.[0]
}
