import { createHash } from 'node:crypto';
import { CHART_STYLE } from '../chart/style.ts';
import { type EpisodeBlock, type EpisodeBlocks, episodeBlocks } from './episode-blocks.ts';
import { healthTables } from './health-tables.ts';
import { type Html, html, trusted } from './html.ts';
import { htmlTable } from './html-table.ts';
import { PAGE_SCRIPT, PAGE_STYLE } from './page/page.generated.ts';
import { reportFigures } from './report-figures.ts';
import { type ReportInput, streamsTitle } from './report-input.ts';
import { resultsTables } from './results-table.ts';

const STYLE = `${CHART_STYLE}${PAGE_STYLE}`;

/**
 * The report as one HTML page that needs nothing else: no network, no other file. Its policy forbids both,
 * and every script but its own; documents, which may be hostile, are only ever text. Equal input gives an
 * equal page.
 *
 * @example
 * await writeFile('report.html', renderHtmlReport({ title: 'First run', rows, digests, episodes: [] }));
 */
export function renderHtmlReport(input: ReportInput): string {
  const { title, digests } = input;
  const episodes = episodeBlocks(input);
  const sections = [
    { id: 'results', name: 'Results', body: resultsOf(input) },
    { id: 'charts', name: 'Charts', body: chartsOf(input) },
    { id: 'memory', name: 'Memory', body: healthTables(digests).map(htmlTable) },
    { id: 'episodes', name: 'Episodes', body: episodeList(episodes) },
  ].filter(({ body }) => body.length > 0);
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${contentPolicy()}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<link rel="icon" href="data:,">
<style>${trusted(STYLE)}</style>
</head>
<body>
<a class="skip" href="#results">Skip to the results</a>
${masthead(input)}
<div class="bar"><div>
<nav aria-label="Sections"><ul>${sections.map(({ id, name }) => html`<li><a href="#${id}">${name}</a></li>`)}</ul></nav>
<button class="theme" id="theme" type="button">Dark</button>
</div></div>
<main>
${sections.map(({ id, name, body }) => html`<section id="${id}" aria-labelledby="${id}-title"><h2 id="${id}-title">${name}</h2>\n${body}</section>\n`)}
<section id="episode" class="episode" aria-label="Episode" hidden></section>
</main>
<footer><p>Made by atommem from the trajectories of the run.</p></footer>
${episodes.blocks.map(({ json }, index) => dataBlock(`episode-data-${index + 1}`, json))}
<script>${trusted(PAGE_SCRIPT)}</script>
</body>
</html>
`;
  return page.markup;
}

/** Nothing from anywhere but this page's own script and style, known by their hashes. */
function contentPolicy(): string {
  const hash = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  return [
    "default-src 'none'",
    `script-src ${hash(PAGE_SCRIPT)}`,
    `style-src ${hash(STYLE)}`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
  ].join('; ');
}

function masthead({ title, command, seed, date, notes = [], digests }: ReportInput): Html {
  const facts = [date, seed === undefined ? undefined : `seed ${seed}`, `${digests.length} episodes`];
  return html`<header class="masthead">
<h1>${title}</h1>
<p>${facts.filter((fact) => fact !== undefined).join(' · ')}</p>
${command !== undefined && html`<pre class="command"><code>${command}</code></pre>\n`}
${notes.length > 0 && html`<ul class="notes">${notes.map((note) => html`<li>${note}</li>`)}</ul>\n`}
</header>`;
}

/** With more comparisons than these, they are folded away until asked for. */
const MOST_COMPARISONS = 12;

function resultsOf(input: ReportInput): readonly Html[] {
  const { comparisons = [] } = input;
  const tables = resultsTables(input).map(htmlTable);
  if (comparisons.length === 0) return tables;
  const list = html`<ul class="notes">${comparisons.map((sentence) => html`<li>${sentence}</li>`)}</ul>\n`;
  const folded = html`<details><summary>Show ${comparisons.length} comparisons</summary>${list}</details>\n`;
  return [...tables, html`<h3>Comparisons</h3>\n${comparisons.length > MOST_COMPARISONS ? folded : list}`];
}

/** With more drawings than these in a group, they are folded away until asked for. */
const MOST_CHARTS = 12;

function chartsOf(input: ReportInput): readonly Html[] {
  return reportFigures(input).map(({ title, note, charts }) => {
    const drawn = html`<div class="charts">${charts.map((chart) => html`<figure>${trusted(chart)}</figure>\n`)}</div>\n`;
    const folded = html`<details><summary>Show ${charts.length} drawings</summary>${drawn}</details>\n`;
    return html`<h3>${title}</h3>
<p class="note">${note}</p>
${charts.length > MOST_CHARTS ? folded : drawn}`;
  });
}

function episodeList({ blocks, note }: EpisodeBlocks): readonly Html[] {
  if (blocks.length === 0) return note === null ? [] : [html`<p class="note">${note}</p>\n`];
  const policies = [...new Set(blocks.map(({ digest }) => digest.policy))];
  const button = (filter: string, name: string, pressed: boolean): Html =>
    html`<button type="button" data-filter="${filter}" aria-pressed="${String(pressed)}">${name}</button>\n`;
  return [
    html`<p class="note">Each opens step by step: what was read, done, shown and answered.${note !== null && ` ${note}`}</p>\n`,
    html`<div class="filters" role="group" aria-label="Which episodes">${[
      button('', 'All', true),
      button('*wrong', 'With a wrong answer', false),
      ...(policies.length > 1 ? policies.map((policy) => button(policy, policy, false)) : []),
    ]}</div>\n`,
    html`<ul class="episodes">${blocks.map(episodeItem)}</ul>\n`,
  ];
}

function episodeItem({ digest: { policy, dataset, documents, score } }: EpisodeBlock, index: number): Html {
  const { questions, end, entries, failures } = score;
  const right = questions.filter(({ em }) => em === 1).length;
  const troubles = [end === 'done' ? '' : `ended: ${end}`, failures > 0 ? `${failures} failed steps` : ''];
  const told = [score.stream, `${entries.kept} entries kept`, ...troubles]
    .filter((part) => part !== '')
    .join(' · ');
  return html`<li data-policy="${policy}" data-wrong="${String(right < questions.length)}"><a href="#episode-${index + 1}"><strong>${policy}</strong><span>${streamsTitle(dataset, documents)}</span><span class="muted">${told}</span><span class="${right === questions.length ? 'right' : 'wrong'}">${right} of ${questions.length} right</span></a></li>\n`;
}

function dataBlock(id: string, json: string): Html {
  return html`<script type="application/json" id="${id}">${trusted(json)}</script>\n`;
}
