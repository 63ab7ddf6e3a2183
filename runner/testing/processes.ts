import { readdir, readFile, readlink } from 'node:fs/promises'

/**
 * The processes whose command line, working folder or environment names `text`, one line each; on systems without
 * /proc none. A host works elsewhere, but has SOCKET_WORKBOOK_ROOT from the runner that started it. A zombie, which
 * has ended, has nothing of it all.
 */
export async function findProcesses(text: string): Promise<string[]> {
  const pids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name))
  const found = await Promise.all(
    pids.map(async (pid) => {
      const line = (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).replaceAll('\0', ' ')
      const folder = await readlink(`/proc/${pid}/cwd`).catch(() => '')
      const environment = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '')
      return [line, folder, environment].some((where) => where.includes(text))
        ? [`${pid} ${line} (${folder})`]
        : []
    }),
  )
  return found.flat()
}

/** The children of a process, one line each, as {@link findProcesses} writes them. */
export async function findChildren(pid: number | undefined): Promise<string[]> {
  const all = await findProcesses('')
  const parents = await Promise.all(
    all.map((line) => readFile(`/proc/${line.split(' ')[0]}/stat`, 'utf8').catch(() => '')),
  )
  return all.filter((_, index) => parents[index]?.split(') ').at(-1)?.split(' ')[1] === String(pid))
}
