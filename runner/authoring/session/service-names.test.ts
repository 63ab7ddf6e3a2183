import { expect, test } from 'vitest'
import { parseDocument } from '../readme/document.ts'
import { parseSessions } from './parse-session.ts'
import { findWrongServiceNames } from './service-names.ts'

const services = '# name port\nhttp-alt\t8080/tcp\twebcache\t# a proxy\nhttp-alt\t8080/udp\n'

test.each([
  ['8080 port [tcp/http-alt] succeeded!', 0],
  ['8080 port [tcp/*] succeeded!', 1],
  ['8080 port [tcp/…] succeeded!', 0],
  ['9909 port [tcp/*] succeeded!', 0],
  ['9909 port [tcp/webcache] succeeded!', 1],
])('%s', (shown, complaints) => {
  const text = `\`\`\`console\n$ nc -v 127.0.0.1 8080\nConnection to 127.0.0.1 ${shown}\n\`\`\`\n`
  const [parsed] = parseSessions(parseDocument(text).fences, 'README.md')
  if (!parsed) throw new Error('no session')
  expect(findWrongServiceNames(parsed.session, services, 'README.md')).toHaveLength(complaints)
})
