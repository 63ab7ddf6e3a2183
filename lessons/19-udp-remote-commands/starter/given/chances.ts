/**
 * Throws dice for a network that loses one datagram in twenty, and counts how many answers of 74 pieces get through it
 * whole: when the request is sent once, and when it is sent up to three times. What has come is kept. No request is
 * lost here. Nothing of it is yours to change.
 */
const answers = 10_000
const pieces = 74

for (const rounds of [1, 3]) {
  let whole = 0
  for (let answer = 0; answer < answers; answer++) if (comesWhole(rounds)) whole++
  const percent = ((100 * whole) / answers).toFixed(1)
  console.log(`asked ${rounds === 1 ? 'once' : `up to ${rounds} times`}: ${percent} of 100 answers are whole`)
}

/** Whether each piece comes in one round at least. */
function comesWhole(rounds: number): boolean {
  for (let piece = 0; piece < pieces; piece++) {
    let came = false
    for (let round = 0; round < rounds; round++) came ||= Math.random() >= 0.05
    if (!came) return false
  }
  return true
}
