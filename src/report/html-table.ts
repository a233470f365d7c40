/**
 * Tables in HTML.
 *
 * @module
 */
import { tenth } from '../chart/frame.ts';
import type { Estimate } from '../score/bootstrap.ts';
import { type Html, html } from './html.ts';
import { percent, type ReportTable, type TableCell, type TableColumn } from './report-table.ts';

/** Renders a table in a scrolling box, with intervals and bars drawn next to the figures. */
export function htmlTable({ title, note, columns, rows }: ReportTable): Html {
  return html`<h3>${title}</h3>
<div class="table" tabindex="0" role="region" aria-label="${title}"><table>
<thead><tr>${columns.map(headCell)}</tr></thead>
<tbody>
${rows.map((row) => html`<tr>${row.map((cell, index) => bodyCell(cell, columns[index]!, index === 0))}</tr>\n`)}</tbody>
</table></div>
<p class="note">${note}</p>
`;
}

function headCell({ title, hint, figures, swatch }: TableColumn): Html {
  const text = hint === undefined ? html`${title}` : html`<abbr title="${hint}">${title}</abbr>`;
  const mark = html`<svg class="swatch" width="10" height="10" aria-hidden="true"><rect class="${swatch}" width="10" height="10" rx="2"/></svg> `;
  return html`<th scope="col"${figures && html` class="figure"`}>${swatch !== undefined && mark}${text}</th>`;
}

function bodyCell({ text, interval, best, bar }: TableCell, { figures }: TableColumn, first: boolean): Html {
  if (first) return html`<th scope="row">${text}</th>`;
  const styles = [figures ? 'figure' : '', best ? 'best' : ''].filter((style) => style !== '').join(' ');
  const drawn = bar === undefined ? undefined : stackedBar(bar);
  return html`<td${styles !== '' && html` class="${styles}"`}>${text}${interval && intervalMark(interval)}${drawn}</td>`;
}

/** Renders the interval as figures and on a track from 0 to 100 %. */
function intervalMark({ mean, low, high }: Estimate): Html {
  const at = (share: number): number => tenth(3 + 64 * share);
  return html`<span class="interval">${percent(low)}–${percent(high)}<svg width="70" height="8" aria-hidden="true"><path class="interval-track" d="M3 4H67"/><path class="interval-range" d="M${at(low)} 4H${at(high)}"/><circle class="interval-mean" cx="${at(mean)}" cy="4" r="3"/></svg></span>`;
}

function stackedBar(parts: NonNullable<TableCell['bar']>): Html {
  const width = 160;
  let x = 0;
  const boxes = parts.map(({ share, style }) => {
    const box = html`<rect class="${style}" x="${tenth(x)}" width="${tenth(width * share)}" height="14"/>`;
    x += width * share;
    return box;
  });
  return html`<svg class="stack" width="${width}" height="14" aria-hidden="true">${boxes}</svg>`;
}
