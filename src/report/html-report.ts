/**
 * The report as one HTML page.
 *
 * @module
 */
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
 * Renders the report as one self-contained HTML page. Its content security policy forbids network access and foreign
 * scripts. Documents can be hostile, so the page shows them as text only. Equal input gives an equal page.
 *
 * @example
 * await writeFile('report.html', renderHtmlReport({ title: 'First run', rows, digests, episodes: [] }));
 */
export function renderHtmlReport(input: ReportInput): string {
  const { title, digests } = input;
  const episodes = episodeBlocks(input);
  const sections = [
    { id: 'results', name: 'Results', body: renderResults(input) },
    { id: 'episodes', name: 'Episodes', body: renderEpisodes(episodes) },
    { id: 'memory', name: 'Memory', body: healthTables(digests).map(htmlTable) },
    { id: 'charts', name: 'Charts', body: renderCharts(input) },
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
${sections.map((section) => [renderSection(section), section.id === 'episodes' && OPEN_EPISODE])}
${!sections.some(({ id }) => id === 'episodes') && OPEN_EPISODE}</main>
<footer><p>Made by atommem from the trajectories of this run.</p></footer>
${episodes.blocks.map(({ json }, index) => dataBlock(`episode-data-${index + 1}`, json))}
<script>${trusted(PAGE_SCRIPT)}</script>
</body>
</html>
`;
  return page.markup;
}

interface Section {
  readonly id: string;
  readonly name: string;
  readonly body: readonly Html[];
}

function renderSection({ id, name, body }: Section): Html {
  return html`<section id="${id}" aria-labelledby="${id}-title"><h2 id="${id}-title">${name}</h2>\n${body}</section>\n`;
}

/** Container in which the script shows the opened episode. */
const OPEN_EPISODE: Html = html`<section id="episode" class="episode" aria-label="Episode" hidden></section>\n`;

/** Allows only this page's own script and style, by their hashes. */
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

function masthead({ title, headline, command, seed, date, notes = [], digests }: ReportInput): Html {
  const facts = [date, seed === undefined ? undefined : `seed ${seed}`, `${digests.length} episodes`];
  return html`<header class="masthead">
<h1>${title}</h1>
${headline != null && html`<p class="finding">${headline}</p>\n`}<p>${facts.filter((fact) => fact !== undefined).join(' · ')}</p>
${command !== undefined && html`<pre class="command"><code>${command}</code></pre>\n`}
${notes.length > 0 && html`<ul class="notes">${notes.map((note) => html`<li>${note}</li>`)}</ul>\n`}
</header>`;
}

function renderResults(input: ReportInput): readonly Html[] {
  const { comparisons = [] } = input;
  const tables = resultsTables(input).map(htmlTable);
  if (comparisons.length === 0) return tables;
  const items = comparisons.map((sentence) => html`<li>${sentence}</li>`);
  return [...tables, html`<h3>Comparisons</h3>\n<ul class="notes comparisons">${items}</ul>\n`];
}

/** Groups with more charts are folded. */
const MOST_CHARTS = 6;

function renderCharts(input: ReportInput): readonly Html[] {
  return reportFigures(input).map(({ title, note, charts }) => {
    const drawn = html`<div class="charts">${charts.map((chart) => html`<figure>${trusted(chart)}</figure>\n`)}</div>\n`;
    const folded = html`<details><summary>Show ${charts.length} charts</summary>${drawn}</details>\n`;
    return html`<h3>${title}</h3>
<p class="note">${note}</p>
${charts.length > MOST_CHARTS ? folded : drawn}`;
  });
}

function renderEpisodes({ blocks, note }: EpisodeBlocks): readonly Html[] {
  if (blocks.length === 0) return note === null ? [] : [html`<p class="note">${note}</p>\n`];
  const policies = [...new Set(blocks.map(({ digest }) => digest.policy))];
  const button = (filter: string, name: string, pressed: boolean): Html =>
    html`<button type="button" data-filter="${filter}" aria-pressed="${String(pressed)}">${name}</button>\n`;
  return [
    html`<p class="note">Open an episode to follow it step by step: what was read, written, shown and answered.${note !== null && ` ${note}`}</p>\n`,
    html`<div class="filters" role="group" aria-label="Which episodes">${[
      button('', 'All', true),
      button('*wrong', 'With wrong answers', false),
      ...(policies.length > 1 ? policies.map((policy) => button(policy, policy, false)) : []),
    ]}</div>\n`,
    html`<ul class="episodes">${blocks.map(episodeItem)}</ul>\n`,
  ];
}

function episodeItem({ digest, title }: EpisodeBlock, index: number): Html {
  const { policy, dataset, documents, score } = digest;
  const { questions, reward, end, entries, failures } = score;
  const right = questions.filter(({ em }) => em === 1).length;
  const wrong = right < questions.length;
  const paid = reward === undefined ? '' : `reward ${reward.toFixed(2)}`;
  const result = questions.length === 0 ? paid : `${right} of ${questions.length} right`;
  const troubles = [end === 'done' ? '' : `ended: ${end}`, failures > 0 ? `${failures} failed steps` : ''];
  const told = [title, `${entries.kept} entries kept`, ...troubles].filter((part) => part !== '').join(' · ');
  return html`<li data-policy="${policy}" data-wrong="${String(wrong)}"><a href="#episode-${index + 1}"><strong>${policy}</strong><span>${streamsTitle(dataset, documents)}</span><span class="muted">${told}</span><span class="${questions.length === 0 ? 'muted' : wrong ? 'wrong' : 'right'}">${result}</span></a></li>\n`;
}

function dataBlock(id: string, json: string): Html {
  return html`<script type="application/json" id="${id}">${trusted(json)}</script>\n`;
}
