import { existsSync } from 'node:fs'
import { Worker, type WorkerOptions } from 'node:worker_threads'

/**
 * Starts a worker thread that runs a TypeScript file: `startWorker(new URL('./worker.ts', import.meta.url))`.
 * Node 20 cannot load such a file in a worker by itself. So the worker begins with a line of JavaScript
 * that asks tsx to load it. If the file was compiled before, as the checker does, that is not needed.
 */
export function startWorker(file: URL, options: WorkerOptions = {}): Worker {
  const compiled = file.href.endsWith('.mjs') ? file : new URL(`${file.href}.mjs`)
  if (existsSync(compiled)) return new Worker(compiled, options)
  const loader = JSON.stringify(import.meta.resolve('tsx/esm/api'))
  const load = `import(${loader}).then(({ register }) => { register(); return import(${JSON.stringify(file.href)}) })`
  return new Worker(load, { ...options, eval: true })
}
