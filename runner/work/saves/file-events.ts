/**
 * Tells that something happened to the files of some folders. The one file that knows chokidar, which is loaded when
 * it is needed. What happened is not told: whoever hears of it looks for themselves.
 */
import { realpath, stat } from 'node:fs/promises'
import { relative, resolve, sep } from 'node:path'
import type { FSWatcher } from 'chokidar'

export interface Listeners {
  /** Called for every event below the folders, often several times for one save. */
  readonly onEvent: () => void
  /** Called when the system refuses to tell of events, for example because it watches too many files already. */
  readonly onTrouble: (error: unknown) => void
}

/** Editors and tools put folders of their own beside the files; `node_modules` can hold thousands. */
const leftOut = /^(?:\.|node_modules$)/

/**
 * Watches folders, whether they exist yet or not, until it is disposed of.
 * @param root a folder above all of them; it is the one that has to exist
 * @param folders absolute paths
 */
export async function watchFolders(
  root: string,
  folders: readonly string[],
  listeners: Listeners,
): Promise<AsyncDisposable> {
  const { watch } = await import('chokidar')
  const watching = new FolderWatch(watch, root, folders, listeners)
  await watching.begin()
  return watching
}

class FolderWatch implements AsyncDisposable {
  readonly #watch: typeof import('chokidar').watch
  readonly #root: string
  readonly #folders: readonly string[]
  readonly #listeners: Listeners
  #watcher: FSWatcher | undefined
  #identities = ''
  #isStale = false
  #hasNews = false
  #isDisposed = false
  #renewal: Promise<void> | undefined

  constructor(
    watch: typeof import('chokidar').watch,
    root: string,
    folders: readonly string[],
    listeners: Listeners,
  ) {
    this.#watch = watch
    this.#root = root
    this.#folders = folders
    this.#listeners = listeners
  }

  async begin(): Promise<void> {
    this.#identities = await readIdentities(this.#folders)
    const places = await Promise.all(this.#folders.map((folder) => realpath(folder).catch(() => folder)))
    const linked = places.filter((place) => !this.#folders.includes(place))
    const wanted = [...this.#folders, ...linked]
    // No path that may be missing: chokidar would look for it once more, later, and tell nothing of what it finds.
    const watcher = this.#watch([this.#root, ...linked], {
      ignoreInitial: true,
      // Whoever hears of an event looks at the files, so nothing is gained by waiting for an unlink to become a change.
      atomic: false,
      // A link in the folder could lead anywhere. Where the folder itself is one, its target is watched as well.
      followSymlinks: false,
      ignored: (path) => !wanted.some((folder) => concerns(resolve(path), folder)),
    })
    this.#watcher = watcher
    watcher.on('all', () => this.#hear())
    watcher.on('raw', (event, path, details) => {
      const place = findPlace(path, details)
      // A folder that came, went or was replaced: chokidar can lose one that does so faster than it looks.
      if (event === 'rename' && wanted.some((folder) => isAtOrAbove(place, folder))) this.#isStale = true
      this.#hear()
    })
    watcher.on('error', (error) => this.#listeners.onTrouble(error))
    await new Promise<void>((ready) => watcher.once('ready', ready))
  }

  #hear(): void {
    if (this.#isDisposed) return
    this.#listeners.onEvent()
    this.#hasNews = true
    this.#renewal ??= this.#renew().finally(() => (this.#renewal = undefined))
  }

  /** Begins to watch anew where what was watched is no longer what stands there. */
  async #renew(): Promise<void> {
    while (this.#hasNews && !this.#isDisposed) {
      this.#hasNews = false
      if (!this.#isStale && (await readIdentities(this.#folders)) === this.#identities) continue
      this.#isStale = false
      await this.#watcher?.close()
      await this.begin()
      // What happened in between was told to nobody, and may have made this one stale as well.
      this.#hasNews = true
      this.#listeners.onEvent()
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isDisposed = true
    await this.#renewal
    await this.#watcher?.close()
  }
}

/** Whether a path is a folder's, lies below it, or is one of those above it. */
function concerns(path: string, folder: string): boolean {
  if (isAtOrAbove(path, folder)) return true
  return (
    path.startsWith(folder + sep) &&
    !relative(folder, path)
      .split(sep)
      .some((name) => leftOut.test(name))
  )
}

function isAtOrAbove(path: string, folder: string): boolean {
  return path === folder || folder.startsWith(path.endsWith(sep) ? path : path + sep)
}

/** Where a raw event happened; of its details, only the folder that was being watched is of use. */
function findPlace(path: unknown, details: unknown): string {
  const folder = details && typeof details === 'object' && 'watchedPath' in details ? details.watchedPath : ''
  return typeof folder === 'string' && typeof path === 'string' ? resolve(folder, path) : ''
}

async function readIdentities(folders: readonly string[]): Promise<string> {
  const found = await Promise.all(
    folders.map((folder) =>
      stat(folder).then(
        ({ dev, ino }) => `${dev}:${ino}`,
        () => 'none',
      ),
    ),
  )
  return found.join(' ')
}
