/**
 * Tests how HTML becomes the text of a page.
 *
 * @module
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readHtmlPage } from './html-page.ts';

const AT = 'https://museum.test/halls/east';
const read = (html: string) => readHtmlPage(html, AT);

describe('readHtmlPage', () => {
  it('keeps headings, lists, tables and preformatted text', () => {
    const { title, text } = read(`<html><head><title>East
      hall</title><style>p { color: red }</style></head><body><h1>East hall</h1><p>Built in <b>1907</b> by
      Ada&nbsp;Byron &amp; sons.<ul><li>Maps<li>Globes</ul><dl><dt>Height</dt><dd>12 m</dd></dl><pre>a
  b</pre><script>if (a < b) document.write("<p>no")</script></body>`);
    expect(title).toBe('East hall');
    expect(text).toBe(
      'East hall\nBuilt in 1907 by Ada Byron & sons.\n- Maps\n- Globes\nHeight\n12 m\na\n  b',
    );
  });

  it('writes rows of tables with the names of their columns', () => {
    const table =
      '<table><tr><th>Year<th>Visitors</tr><tr><td>1999<td>12,000</tr><tr><td><p>2000</p></td><td>9</td></tr></table>';
    expect(read(table).text).toBe('Year · Visitors\nYear: 1999 · Visitors: 12,000\nYear: 2000 · Visitors: 9');
    expect(read('<table><tr><th>Founded</th><td>1907</td></tr></table>').text).toBe('Founded: 1907');
  });

  it('leaves out what a reader does not see', () => {
    const hidden = `<p hidden>a</p><p aria-hidden="true">b</p><div style="display:none">c<p>d</div><!-- e --><template>f</template>
      <p style="VISIBILITY: hidden">g</p><p style="font-size:0px">h</p><span style="opacity:0">i</span><noscript>j</noscript><p>seen\u200b\u202e\u{e0041}</p>`;
    expect(read(hidden).text).toBe('seen');
    expect(read('<li hidden>a<li>b').text).toBe('- b');
  });

  it('puts menus last', () => {
    const { text, links } = read(
      '<nav><a href="/">Home</a><a href="/visit">Visit</a></nav><main><p>Hours: 9</main><footer>Imprint</footer>',
    );
    expect(text).toBe('Hours: 9\n\nMenu:\nHomeVisit\nImprint');
    expect(links.map((link) => text.slice(link.start, link.end))).toEqual(['Home', 'Visit']);
  });

  it('makes links absolute, and drops those that are no pages', () => {
    const { links } =
      read(`<a href="../map">Map</a> <a href="//other.test/x">Other</a> <a href="?p=2"> Next </a> <a href="#top">Top</a>
      <a href="javascript:alert(1)">JS</a> <a href="mailto:a@b.c">Mail</a> <a href="data:text/html,x">Data</a> <a href="/i"><img alt="Plan"></a> <a href="/empty"></a>`);
    expect(links.map(({ text, url }) => [text, url])).toEqual([
      ['Map', 'https://museum.test/map'],
      ['Other', 'https://other.test/x'],
      ['Next', 'https://museum.test/halls/east?p=2'],
      ['Plan', 'https://museum.test/i'],
    ]);
    expect(read('<base href="https://b.test/c/"><a href="d">D</a>').links[0]!.url).toBe('https://b.test/c/d');
    expect(read('<meta http-equiv="refresh" content="0; url=/new">').links[0]!.url).toBe(
      'https://museum.test/new',
    );
  });

  it('never throws, and places every link where its text stands', () => {
    const piece = fc.constantFrom(
      ...'<a href=/x>|</a>|<p>|</p>|<td>|<th>|<tr>|</table>|<table>|<nav>|</nav>|<pre>|</pre>|<li>|<div hidden>|</div>|<title>|</title>|<script>|</script>|word|  |\n|&amp;|<|>|<h2>|</h2>|<br>|<!--|-->|<textarea>|<b'.split(
        '|',
      ),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const { text, links } = read(pieces.join(''));
        for (const link of links) expect(text.slice(link.start, link.end)).toBe(link.text);
      }),
      { numRuns: 300 },
    );
  });

  it('takes linear time for deep, long and broken markup', () => {
    const measure = (size: number): number => {
      const pages = [
        '<div>'.repeat(size),
        '<b><i>'.repeat(size / 2),
        '</div>'.repeat(size),
        '<a href=/x>y</a>'.repeat(size / 3),
        `<p>${'x '.repeat(size)}`,
      ];
      const begun = process.cpuUsage();
      for (const page of pages) read(page);
      const { user, system } = process.cpuUsage(begun);
      return user + system;
    };
    measure(2000);
    // Quadratic time would be a hundred times as long.
    expect(measure(20_000)).toBeLessThan(50 * Math.max(5000, measure(2000)));
  });
});
