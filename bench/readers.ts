/**
 * Times every reader and splitter on ordinary and hostile text of 1×, 10× and 100× the size. Ten times the text should
 * take about ten times as long. Rows whose last step takes more than `--limit` times as long are marked, and make the
 * command exit with 1.
 *
 *     node bench/readers.ts [--size 10000] [--only html,csv] [--limit 30]
 *
 * @module
 */
import { parseArgs } from 'node:util';
import { deflateRawSync } from 'node:zlib';
import { createEvidenceEngine } from '../src/ask/evidence-engine.ts';
import { snowballStemming } from '../src/ask/stemming.ts';
import { findTerms } from '../src/ask/terms.ts';
import { splitSentences } from '../src/ask/unit.ts';
import { splitPassages } from '../src/dataset/split-passages.ts';
import { decodeText } from '../src/documents/decode-text.ts';
import { readContent } from '../src/documents/read-file.ts';
import { toFileDocument } from '../src/documents/to-file-document.ts';
import { nameSpans, sentences } from '../src/rules/names.ts';
import { tokenize } from '../src/search/tokenize.ts';
import { AtomMemError } from '../src/shared/error.ts';
import { chunkDocuments } from '../src/task/chunk-documents.ts';
import { loadDefaultTokenizer } from '../src/task/tokenizer.ts';

const { values: flags } = parseArgs({
  options: {
    size: { type: 'string', default: '10000' },
    only: { type: 'string', default: '' },
    limit: { type: 'string', default: '30' },
  },
});
const SIZE = Number(flags.size);
/** Below this time in milliseconds, a ratio says nothing. */
const SHORTEST = 20;

type Make = (size: number) => string | Uint8Array;
type Run = (text: Uint8Array) => unknown;

const repeat =
  (part: string, start = '', end = ''): Make =>
  (size) =>
    start + part.repeat(Math.max(1, Math.ceil(size / part.length))) + end;
const number =
  (line: (index: number) => string, start = '', end = '', joint = ''): Make =>
  (size) => {
    const parts: string[] = [];
    for (let length = 0, index = 0; length < size; index++) {
      parts.push(line(index));
      length += parts.at(-1)!.length;
    }
    return start + parts.join(joint) + end;
  };

const PROSE = number(
  (index) =>
    `The lease of flat ${index} was signed by Ada Moore on 3 May 2024. She paid ${index} euros.${index % 5 === 4 ? '\n\n' : ' '}`,
);

/** Runs without a boundary, unclosed brackets, and blank lines: what makes patterns backtrack. */
const HOSTILE_TEXT: Readonly<Record<string, Make>> = {
  'brackets after a sentence': repeat(')', 'The lease was signed. \n', ' ’ x'),
  'no boundary': repeat('a'),
  capitals: repeat('Ab '),
  'full stops': repeat('. '),
  'blank lines': repeat('\n'),
  spaces: repeat(' ', 'a', 'b'),
  'quotation marks': repeat('"'),
  'unspaced script': repeat('会議は明日の午後三時から'),
  'one script': repeat('会'),
  digits: repeat('1,'),
};

const MAIL = 'From: a@example.org\nTo: b@example.org\nSubject: Rent\nDate: Mon, 2 Feb 2026 10:00:00 +0100\n';

/** Inputs of the readers, by file extension. */
const FILES: Readonly<Record<string, Readonly<Record<string, Make>>>> = {
  txt: { ordinary: PROSE, ...HOSTILE_TEXT },
  md: {
    ordinary: number(
      (index) =>
        `## Part ${index}\n\nThe rent of **flat ${index}** is [${index} euros](a.md).\n\n- one\n- two\n\n`,
    ),
    'open brackets': repeat('['),
    emphasis: repeat('*a_'),
    backticks: repeat('`a'),
    pipes: repeat('|', '|a|b|\n|-|-|\n'),
    quotes: repeat('> '),
    'nested lists': number((index) => `${'  '.repeat(index % 300)}- a\n`),
    'blank lines': repeat('\n'),
  },
  html: {
    ordinary: number(
      (index) =>
        `<h2>Part ${index}</h2><p>The rent of flat ${index} is ${index} euros.</p><table><tr><th>a</th><th>b</th></tr><tr><td>${index}</td><td>x</td></tr></table>`,
      '<!doctype html><html><body>',
      '</body></html>',
    ),
    'nested elements': repeat('<div>'),
    'nested tables': repeat('<table><tr><td>'),
    'open tags': repeat('<p '),
    'angle brackets': repeat('<'),
    ampersands: repeat('&'),
    'open comment': repeat('a', '<!--'),
    formatting: repeat('<b><i>'),
  },
  json: {
    ordinary: number(
      (index) => `{"id": ${index}, "name": "Ada ${index}", "note": "pays ${index} euros"}`,
      '[',
      ']',
      ',',
    ),
    'nested lists': repeat('['),
    'long string': repeat('a', '"', '"'),
    backslashes: repeat('\\\\', '"', '"'),
    numbers: repeat('1,', '[', '1]'),
    'nested records': (size) => `${'{"a":'.repeat(150)}"${'x'.repeat(size)}"${'}'.repeat(150)}`,
    'many lists of records': repeat('[{"a":[{"b":1}]}],', '[', '1]'),
  },
  jsonl: {
    ordinary: number((index) => `{"id": ${index}, "text": "Ada pays ${index} euros"}\n`),
    'blank lines': repeat('\n', '{"a":1}\n'),
    'bad lines': repeat('{"a":\n', '{"a":1}\n'),
  },
  csv: {
    ordinary: number((index) => `${index},Ada ${index},2026-05-03,${index * 3}\n`, 'id,name,date,euros\n'),
    'open quote': repeat('a,b\n', 'a,b\n"'),
    'quotation marks': repeat('"', 'a,b\n'),
    commas: repeat(','),
    'many columns': number((index) => `c${index},`, '', '\n1\n'),
  },
  tsv: {
    ordinary: number((index) => `${index}\tAda ${index}\t${index * 3}\n`, 'id\tname\teuros\n'),
    tabs: repeat('\t'),
  },
  yaml: {
    ordinary: number((index) => `key${index}:\n  name: Ada\n  rent: ${index}\n`),
    deep: (size) => {
      const depth = Math.ceil(Math.sqrt(size));
      return Array.from({ length: depth }, (_, index) => `${'  '.repeat(index)}k${index}:\n`).join('');
    },
    dashes: repeat('- '),
    colons: repeat(': '),
    quotes: repeat("'", 'a: '),
  },
  log: {
    ordinary: number((index) => `2026-05-03T10:00:00Z INFO worker ${index} took ${index} ms\n`),
    'indented lines': repeat('  at frame\n', 'ERROR x\n'),
    'one line': repeat('x ', '2026-05-03 '),
  },
  ts: {
    ordinary: number(
      (index) => `/** Pays ${index}. */\nexport function pay${index}(): number {\n  return ${index};\n}\n`,
    ),
    'nested blocks': number((index) => `${' '.repeat(index % 400)}function f${index}() {\n`),
    comments: repeat('// a\n'),
    'one line': repeat('a;'),
  },
  eml: {
    ordinary: (size) => `${MAIL}\n${String(PROSE(size))}`,
    'folded header': repeat(' a\n', `${MAIL}X-Long: a\n`, '\n\ntext\n'),
    'many headers': repeat('X-A: b\n', MAIL, '\ntext\n'),
    'quoted printable': repeat(
      '=C3=A4=\n',
      `${MAIL}Content-Transfer-Encoding: quoted-printable\nContent-Type: text/plain; charset=utf-8\n\n`,
    ),
    parts: repeat(
      '--b\nContent-Type: text/plain\n\na\n',
      `${MAIL}Content-Type: multipart/mixed; boundary=b\n\n`,
      '--b--\n',
    ),
    'equal lines': repeat('aaa bbb\n', `${MAIL}\n`),
  },
  mbox: {
    ordinary: number(
      (index) =>
        `From a@example.org Mon Feb  2 10:00:00 2026\n${MAIL}\nThe rent of flat ${index} is ${index} euros.\n\n`,
    ),
    'empty messages': repeat('From a\n\n'),
    'one message': repeat('>From a\n', `From a\n${MAIL}\n`),
  },
  docx: {
    ordinary: (size) =>
      zip(
        String(
          number(
            (index) => `<w:p><w:r><w:t>The rent of flat ${index} is ${index} euros.</w:t></w:r></w:p>`,
            '<w:document><w:body>',
            '</w:body></w:document>',
          )(size),
        ),
      ),
    'open paragraphs': (size) => zip('<w:p>'.repeat(size / 5)),
    'nested tables': (size) => zip('<w:tbl><w:tr><w:tc><w:p>'.repeat(size / 24)),
    text: (size) => zip(`<w:p><w:t>${'a '.repeat(size / 2)}</w:t></w:p>`),
  },
  pdf: {
    ordinary: (size) => pdf(Math.max(1, Math.round(size / 1500))),
  },
};

const tokenizer = await loadDefaultTokenizer();
const stemming = snowballStemming();
const toText = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8');
const toSource = (bytes: Uint8Array) => ({ id: 'a', title: 'A', text: toText(bytes) });

/** Splitters, all on the same texts. */
const SPLITTERS: Readonly<Record<string, Run>> = {
  'decodeText (Latin-1)': (bytes) =>
    decodeText(Buffer.from(`${toText(bytes).slice(0, bytes.length)}é`, 'latin1')),
  'splitSentences (ask)': (bytes) => splitSentences(toText(bytes)),
  'findTerms (ask)': (bytes) => findTerms(toText(bytes), 'en', stemming),
  'index and ask': (bytes) =>
    createEvidenceEngine([toFileDocument(toSource(bytes))]).answer('Who signed the lease of flat 7?'),
  'sentences (rules)': (bytes) => sentences(toText(bytes)),
  'nameSpans (rules)': (bytes) => nameSpans(toText(bytes)),
  'splitPassages (data sets)': (bytes) => splitPassages([toSource(bytes)]),
  'chunkDocuments (tasks)': (bytes) => chunkDocuments([toSource(bytes)], { tokenizer, size: 4000 }),
  'tokenize (search)': (bytes) => tokenize(toText(bytes), 'entry'),
  'count (tokenizer)': (bytes) => tokenizer.count(toText(bytes)),
};

interface Row {
  readonly name: string;
  readonly text: string;
  readonly times: readonly number[];
}

console.log(`| reader | text | ${SIZE / 1000} kB | ${SIZE / 100} kB | ${SIZE / 10} kB | ratio |`);
console.log('| --- | --- | --: | --: | --: | --: |');
const rows: Row[] = [];
const only = flags.only.split(',').filter(Boolean);
const isWanted = (name: string): boolean => only.length === 0 || only.some((one) => name.includes(one));
for (const [ending, texts] of Object.entries(FILES).filter(([ending]) => isWanted(ending)))
  for (const [text, make] of Object.entries(texts))
    rows.push(
      await measure(ending, text, make, (bytes) =>
        readContent(Buffer.from(bytes), { id: 'a', path: `a.${ending}` }, 2 ** 28),
      ),
    );
for (const [name, run] of Object.entries(SPLITTERS).filter(([name]) => isWanted(name)))
  for (const [text, make] of Object.entries({ ordinary: PROSE, ...HOSTILE_TEXT }))
    rows.push(await measure(name, text, make, run));
report(rows);

async function measure(name: string, text: string, make: Make, run: Run): Promise<Row> {
  const times: number[] = [];
  for (const factor of [1, 10, 100]) {
    const made = make(SIZE * factor);
    const bytes = typeof made === 'string' ? Buffer.from(made) : made;
    // The processor time of the fastest run, because other work on the machine does not count.
    let best = Number.POSITIVE_INFINITY;
    for (let turn = 0; turn < (factor === 100 ? 1 : 3); turn++) best = Math.min(best, await time(run, bytes));
    times.push(best);
  }
  const row = { name, text, times };
  const ratio = readRatio(row);
  const mark = ratio > Number(flags.limit) ? ' **slow**' : '';
  const shown = ratio === 0 ? '–' : ratio.toFixed(1);
  console.log(`| ${name} | ${text} | ${times.map((one) => one.toFixed(1)).join(' | ')} | ${shown}${mark} |`);
  return row;
}

async function time(run: Run, bytes: Uint8Array): Promise<number> {
  const start = process.cpuUsage();
  try {
    await run(bytes);
  } catch (error) {
    if (!AtomMemError.isInstance(error)) throw error;
  }
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

/** Returns how many times as long the last step took, if that took long enough to tell. */
function readRatio({ times }: Row): number {
  const [, ten, hundred] = times as [number, number, number];
  return hundred < SHORTEST ? 0 : hundred / Math.max(ten, SHORTEST / 10);
}

function report(all: readonly Row[]): void {
  const limit = Number(flags.limit);
  const slow = all.filter((row) => readRatio(row) > limit).length;
  console.log(
    `\n${all.length} rows, ${slow} more than ${limit} × as slow with 10 × the text; milliseconds of processor time`,
  );
  if (slow > 0) process.exitCode = 1;
}

/** Packs the body of a Word document. */
function zip(body: string): Uint8Array {
  const name = Buffer.from('word/document.xml');
  const packed = deflateRawSync(Buffer.from(body));
  const size = Buffer.byteLength(body);
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(8, 8);
  local.writeUInt32LE(packed.length, 18);
  local.writeUInt32LE(size, 22);
  local.writeUInt16LE(name.length, 26);
  const entry = Buffer.alloc(46);
  entry.writeUInt32LE(0x02014b50, 0);
  entry.writeUInt16LE(8, 10);
  entry.writeUInt32LE(packed.length, 20);
  entry.writeUInt32LE(size, 24);
  entry.writeUInt16LE(name.length, 28);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(entry.length + name.length, 12);
  end.writeUInt32LE(local.length + name.length + packed.length, 16);
  return Buffer.concat([local, name, packed, entry, name, end]);
}

/** Writes a PDF with pages of 30 lines. */
function pdf(pages: number): Uint8Array {
  const lines = Array.from(
    { length: 30 },
    (_, index) => `(The rent of flat ${index} is ${index} euros.) Tj T*`,
  );
  const stream = `BT /F1 12 Tf 72 760 Td 16 TL ${lines.join(' ')} ET`;
  const kids = Array.from({ length: pages }, (_, page) => `${page + 5} 0 R`).join(' ');
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Count ${pages} /Kids [${kids}] >>`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
    `<< /Length ${stream.length} >>\nstream\n${stream}\nendstream`,
    ...Array.from(
      { length: pages },
      () =>
        '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents 4 0 R >>',
    ),
  ];
  let text = '%PDF-1.4\n';
  const offsets: number[] = [];
  for (const [index, object] of objects.entries()) {
    offsets.push(text.length);
    text += `${index + 1} 0 obj\n${object}\nendobj\n`;
  }
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  const count = objects.length + 1;
  return Buffer.from(
    `${text}xref\n0 ${count}\n0000000000 65535 f \n${table}trailer\n<< /Size ${count} /Root 1 0 R >>\nstartxref\n${text.length}\n%%EOF\n`,
  );
}
