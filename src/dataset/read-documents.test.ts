import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DatasetError } from './dataset-error.ts';
import { htmlText } from './html-text.ts';
import { pdfText } from './pdf-text.ts';
import { readDocuments } from './read-documents.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atommem-documents-'));
  await mkdir(join(folder, 'mixed/deep'), { recursive: true });
  const files: Record<string, string | Buffer> = {
    'mixed/a.txt': '\ufeffPlain text.\n',
    'mixed/b.md': 'Intro.\n\n## The heading\nBody.',
    'mixed/c.html':
      '<title>A &amp; B</title><nav>Menu</nav><p>One <b>bold</b> word.<p>Two.<script>x</script>',
    'mixed/d.jsonl': '{"title":"T","text":"first"}\n{"content":"second"}\n{"n":1,"who":{"name":"third"}}\n',
    'mixed/deep/e.json': '{\n "facts": ["one", {"more": "two"}]\n}',
    'mixed/deep/f.pdf': minimalPdf('Hello from paper'),
    'mixed/g.png': Buffer.from([0x89, 0x50]),
    'mixed/h.txt': Buffer.from('caf\xe9', 'latin1'),
    'mixed/i.txt': '  \n',
    'mixed/.hidden.txt': 'never read',
    'bad.jsonl': '{"text": "fine"}\n{"text": \n',
  };
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
  await symlink(join(folder, 'mixed'), join(folder, 'mixed/deep/loop'));
});
afterAll(() => rm(folder, { recursive: true }));

/** One page with one line of text; readers accept it without a cross-reference table. */
function minimalPdf(line: string): string {
  const content = `BT /F1 12 Tf 10 100 Td (${line}) Tj ET`;
  return `%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>endobj
4 0 obj<</Length ${content.length}>>stream
${content}
endstream endobj
5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj
trailer<</Root 1 0 R>>
%%EOF`;
}

describe('readDocuments', () => {
  it('reads a folder of many kinds, in order, and lists what it skipped', async () => {
    const { documents, skipped } = await readDocuments([join(folder, 'mixed')], { base: folder });
    expect(documents).toEqual([
      { id: 'mixed/a.txt', title: 'a.txt', text: 'Plain text.' },
      { id: 'mixed/b.md', title: 'The heading', text: 'Intro.\n\n## The heading\nBody.' },
      { id: 'mixed/c.html', title: 'A & B', text: 'One bold word.\nTwo.' },
      { id: 'mixed/d.jsonl#1', title: 'T', text: 'first' },
      { id: 'mixed/d.jsonl#2', title: 'd.jsonl', text: 'second' },
      { id: 'mixed/d.jsonl#3', title: 'd.jsonl', text: 'third' },
      { id: 'mixed/deep/e.json', title: 'e.json', text: 'one\ntwo' },
      { id: 'mixed/deep/f.pdf', title: 'f.pdf', text: 'Hello from paper' },
    ]);
    expect(skipped.map(({ reason }) => reason)).toEqual([
      expect.stringMatching(/g\.png: cannot read files of kind \.png; can read \.txt/),
      expect.stringMatching(/h\.txt: not UTF-8/),
      expect.stringMatching(/i\.txt: no text/),
    ]);
  });

  it('reads a file once, however often it is named', async () => {
    const file = join(folder, 'mixed/a.txt');
    const { documents } = await readDocuments([file, file, join(folder, 'mixed')]);
    expect(documents.filter(({ title }) => title === 'a.txt')).toHaveLength(1);
  });

  it('reads standard input', async () => {
    const standardInput = (async function* () {
      yield Buffer.from('Pi');
      yield 'ped.\n';
    })();
    const { documents } = await readDocuments(['-'], { standardInput });
    expect(documents).toEqual([{ id: 'standard-input', title: 'Standard input', text: 'Piped.' }]);
  });

  it.each([
    ['nowhere.txt', 'missing-file', /no such file/],
    ['mixed/h.txt', 'unreadable-encoding', /not UTF-8/],
    ['mixed/g.png', 'unsupported-file', /\.png/],
    ['mixed/i.txt', 'no-documents', /no documents: nothing to read in .*no text in it/],
    ['bad.jsonl', 'malformed-json', /bad\.jsonl, line 2: not valid JSON/],
  ])('refuses %s in one line', async (name, kind, message) => {
    const error: unknown = await readDocuments([join(folder, name)]).catch((cause) => cause);
    expect(error).toBeInstanceOf(DatasetError);
    expect(error).toMatchObject({ kind, message: expect.stringMatching(message) });
  });

  it('says which package PDF files need', async () => {
    const missing = pdfText(new Uint8Array(), 'a.pdf', () => Promise.reject(new Error('not found')));
    await expect(missing).rejects.toThrow(/a\.pdf: .*npm install unpdf/);
    await expect(pdfText(new Uint8Array([1]), 'b.pdf')).rejects.toThrow(/b\.pdf: not a readable PDF/);
  });
});

describe('htmlText', () => {
  it('leaves out what a reader does not see', () => {
    const { text } = htmlText(
      '<p hidden>1<p style="display: none">2</p><div aria-hidden=true><p>3</p></div><template>4</template>' +
        '<style>5</style><p>seen<br>here</p><table><tr><td>a</td><td>b</td></tr></table>',
    );
    expect(text).toBe('seen\nhere\na b');
  });

  it('gives text for any string, and a page of tags without end is refused quickly', () => {
    const piece = fc.constantFrom(
      '<p>',
      '</p>',
      '<nav>',
      '<title>',
      '</',
      '<!--',
      '&amp',
      'word ',
      '<a href="',
      '>',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string()), { maxLength: 30 }), (pieces) => {
        expect(typeof htmlText(pieces.join('')).text).toBe('string');
      }),
    );
    expect(() => htmlText('<div>'.repeat(1e6))).toThrow(/nested deeper than 1000/);
  });
});
