/** A moment as part of a file name, in the learner's own time zone: 2026-11-21T14-03-59. */
export function renderTimestamp(moment: Date): string {
  const two = (value: number) => String(value).padStart(2, '0')
  const date = [moment.getFullYear(), moment.getMonth() + 1, moment.getDate()].map(two).join('-')
  const time = [moment.getHours(), moment.getMinutes(), moment.getSeconds()].map(two).join('-')
  return `${date}T${time}`
}
