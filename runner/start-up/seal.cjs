/* Whether the compiled runner is as it was written. It lies where any program of this user can write. */
const { createHash } = require('node:crypto')
const { readdirSync, readFileSync } = require('node:fs')
const { join } = require('node:path')

/**
 * @param {string} folder
 * @returns {string} a hash of all programs in it, with their names
 */
module.exports = function seal(folder) {
  const hash = createHash('sha256')
  for (const name of readdirSync(folder, { recursive: true }).sort()) {
    if (name.endsWith('.mjs')) hash.update(`${name}\0`).update(readFileSync(join(folder, name)))
  }
  return hash.digest('hex')
}
