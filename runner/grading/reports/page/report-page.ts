/** `report.markup`: the class on one page, which needs no network and lets nothing run but its own script. */
import { createHash } from 'node:crypto'
import { say, sayCount, type Words } from '../../../language/say.ts'
import { programName, renderWords } from '../../../text/screen.ts'
import type { Tongue } from '../../../screens/conversation/step-words.ts'
import type { Gradebook } from '../../gradebook.ts'
import { describeCalibration, describeStanding, type GradedLesson } from '../gradebook-parts.ts'
import { renderSign, signs, type Sign } from './cells.ts'
import { createEvidenceStore, type EvidenceStore } from './evidence.ts'
import { markup, writeData, type Html } from './markup.ts'
import { renderClassTable, renderLessonTable, renderMistakes } from './tables.ts'

/** The files that lie beside this one and become parts of the page. */
export interface PageAssets {
  readonly style: string
  readonly script: string
}

/** Writes the page. */
export function renderReportPage(gradebook: Gradebook, assets: PageAssets, tongue: Tongue): string {
  const store = createEvidenceStore(tongue.language)
  const count = gradebook.submissions.length
  const title = sayCount(count, say`Grades of ${count} student`, say`Grades of ${count} students`)
  const body = markup`<header>
      <h1>${renderWords(title, tongue)}</h1>
      ${renderAbout(gradebook, tongue)}
    </header>
    <main>
      ${renderSection('class', say`The class`, markup`${renderLegend(tongue)}${renderClassTable(gradebook, tongue)}`, tongue)}
      ${renderSection('mistakes', say`What to teach again`, renderMistakes(gradebook, tongue), tongue)}
      ${renderSection(
        'lessons',
        say`Lessons`,
        gradebook.lessons.map((lesson) => renderLesson(gradebook, lesson, store, tongue)),
        tongue,
      )}
    </main>
    <dialog aria-labelledby="what">
      <h2 id="what"></h2>
      <pre tabindex="0"></pre>
      <form method="dialog"><button>${renderWords(say`Close`, tongue)}</button></form>
    </dialog>`
  return markup`<!doctype html>
    <html lang="${tongue.language.name}">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${writePolicy(assets)}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${programName}: ${renderWords(title, tongue)}</title>
        <style>${{ html: assets.style }}</style>
      </head>
      <body>
        ${body}
        <script type="application/json" id="texts">${writeData(store.texts)}</script>
        <script>${{ html: assets.script }}</script>
      </body>
    </html>
`.html
}

/** Nothing is loaded, and nothing runs but what has this hash: not even what somebody has handed in and we overlooked. */
function writePolicy({ style, script }: PageAssets): string {
  const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`
  return `default-src 'none'; style-src ${hash(style)}; script-src ${hash(script)}; form-action 'none'; base-uri 'none'`
}

function renderAbout(gradebook: Gradebook, tongue: Tongue): Html {
  const { made, workbook, node, platform, seed, withheld, calibration } = gradebook
  const alarm = withheld || !calibration ? describeCalibration(gradebook) : []
  const standing = describeStanding(gradebook).slice(withheld || !calibration ? alarm.length : 0)
  const how = say`Graded at ${made} with version ${workbook} of the workbook, Node ${node} on ${platform}, seed ${String(seed)}.`
  const list = (words: readonly Words[]) =>
    words.map((sentence) => markup`<li>${renderWords(sentence, tongue)}</li>`)
  const warning = markup`<div class="alarm" role="alert"><ul>${list(alarm)}</ul></div>`
  return markup`${alarm.length === 0 ? undefined : warning}
    <ul>${list([how, ...standing])}</ul>`
}

function renderSection(id: string, title: Words, content: Html | readonly Html[], tongue: Tongue): Html {
  return markup`<section aria-labelledby="${id}">
    <h2 id="${id}">${renderWords(title, tongue)}</h2>
    ${content}
  </section>`
}

function renderLegend(tongue: Tongue): Html {
  const names = Object.keys(signs).filter((name): name is Sign => name in signs)
  return markup`<ul class="legend">
    ${names.map((sign) => markup`<li class="${sign}">${renderSign(sign, tongue)}</li>`)}
  </ul>`
}

function renderLesson(
  gradebook: Gradebook,
  lesson: GradedLesson,
  store: EvidenceStore,
  tongue: Tongue,
): Html {
  const verdicts = gradebook.submissions.map(
    ({ lessons }) => lessons.find((own) => own.lesson === lesson.lesson)?.verdict,
  )
  const passed = verdicts.filter((verdict) => verdict === 'passed').length
  const summary = say`Lesson ${lesson.number}: ${lesson.title}; passed by ${passed} of ${verdicts.length}`
  return markup`<details>
    <summary>${renderWords(summary, tongue)}</summary>
    ${renderLessonTable(gradebook, lesson, store, tongue)}
  </details>`
}
