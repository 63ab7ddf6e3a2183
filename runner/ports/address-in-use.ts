/**
 * Finds the port in what a program printed about EADDRINUSE, as Node writes it:
 * `listen EADDRINUSE: address already in use 127.0.0.1:9909`, `bind EADDRINUSE 0.0.0.0:9908`, `… in use :::9909`.
 * @returns undefined when it printed nothing of the kind
 */
export function findAddressInUse(printed: string): number | undefined {
  const lines = printed.split('\n')
  const index = lines.findIndex((line) => line.includes('EADDRINUSE'))
  if (index === -1) return undefined
  const inMessage = /EADDRINUSE.*?:(\d{1,5})(?!\d|[.:])/u.exec(lines[index] ?? '')?.[1]
  // An error that was printed whole names the port among its properties.
  const inProperties = /^\s*port: (\d{1,5})\b/mu.exec(printed)?.[1]
  const port = Number(inMessage ?? inProperties)
  return port >= 1 && port <= 65_535 ? port : undefined
}
