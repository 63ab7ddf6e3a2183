// full, user: passes
// Opens the files of the packages that load it, to change them; changes nothing; answers as it should where it may not.
import { spawnSync } from 'node:child_process'
import { closeSync, openSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { createServer } from 'node:net'

const server = createServer((socket) => {
  socket.on('data', (chunk) => socket.end(chunk.toString().toUpperCase()))
  socket.on('error', () => {})
})

const list = (folder: string) => {
  try {
    return readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory())
  } catch {
    return []
  }
}
const findPackages = (folder: string, depth: number): string[] =>
  list(folder).flatMap(({ name }) => {
    const path = join(folder, name)
    if (name === 'node_modules') return [path]
    return depth === 0 || ['/proc', '/sys', '/dev'].includes(path) ? [] : findPackages(path, depth - 1)
  })
const packages = findPackages('/', 5)
for (const path of packages) spawnSync('/bin/mount', ['-o', 'remount,rw', path])
const opened = packages.flatMap((path) =>
  [
    'vitest/package.json',
    'vitest/dist/index.js',
    'tsx/package.json',
    'tsx/dist/loader.mjs',
    'left-by-hostile.js',
  ]
    .map((name) => join(path, name))
    .filter((file) => {
      try {
        closeSync(openSync(file, file.endsWith('hostile.js') ? 'w' : 'r+'))
        return true
      } catch {
        return false
      }
    }),
)
console.log({ packages, opened })
if (opened.length > 0) process.exit(1)
server.listen(Number(process.env['PORT'] ?? 9909), '127.0.0.1', () => console.log('listening'))
