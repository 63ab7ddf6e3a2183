// In the browser: tables that can be sorted, and a panel with what happened. All that it needs is in the page.
const panel = document.querySelector('dialog')
const texts = JSON.parse(document.querySelector('#texts').textContent)

document.addEventListener('click', (event) => {
  const button = event.target.closest('button')
  if (button?.dataset.text !== undefined) showText(button)
  if (button?.dataset.first !== undefined) sortBy(button.closest('th'), button.dataset.first)
})

/** Shows what happened; Esc and the button close the panel, and the focus goes back to the cell. */
function showText(button) {
  const cell = button.closest('td')
  const head = cell.closest('table').tHead.rows[0].cells[cell.cellIndex].querySelector('button')
  panel.querySelector('h2').textContent =
    `${cell.parentElement.querySelector('th').textContent.trim()}: ${head.title || head.textContent}`
  panel.querySelector('pre').textContent = texts[Number(button.dataset.text)]
  panel.showModal()
}

/** Sorts the rows, first in the order that the column prefers, then the other way round. Empty cells stay at the end. */
function sortBy(head, first) {
  const [body] = head.closest('table').tBodies
  const other = first === 'ascending' ? 'descending' : 'ascending'
  const order = head.ariaSort === first ? other : first
  for (const each of head.parentElement.cells) each.removeAttribute('aria-sort')
  head.setAttribute('aria-sort', order)
  const keyed = [...body.rows].map((row) => ({ row, key: readKey(row.cells[head.cellIndex]) }))
  const way = order === 'ascending' ? 1 : -1
  keyed.sort((a, b) => {
    if (a.key === '' || b.key === '') return (a.key === '' ? 1 : 0) - (b.key === '' ? 1 : 0)
    if (typeof a.key === 'number' && typeof b.key === 'number') return way * (a.key - b.key)
    return way * String(a.key).localeCompare(String(b.key), undefined, { numeric: true })
  })
  body.append(...keyed.map(({ row }) => row))
}

/** What a cell is sorted by: its number, else its text; '' where it has no mark. */
function readKey(cell) {
  const { sort } = cell.dataset
  if (sort === undefined) return cell.textContent.trim()
  return sort === '' ? '' : Number(sort)
}
