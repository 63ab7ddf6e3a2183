/**
 * The work of this lesson: answers a text in upper case, the letters a–z only.
 * `slow 400` is answered as well, after computing for 400 milliseconds without a pause.
 * @throws {Error} on exactly `boom`.
 */
export function answer(text: string): string {
  if (text === 'boom') throw new Error('boom')
  const [, durationMs] = /^slow (\d+)/.exec(text) ?? []
  if (durationMs) compute(Number(durationMs))
  return text.replace(/[a-z]+/g, (letters) => letters.toUpperCase())
}

/** Stands for something that takes long to work out: a picture to shrink, a password to test. */
function compute(durationMs: number): void {
  const endsAt = performance.now() + durationMs
  while (performance.now() < endsAt);
}
