import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateRawSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AtomMemError } from '../shared/error.ts';
import { formatPlace, locate } from './locate.ts';
import { readDocuments } from './read-documents.ts';
import { readContent } from './read-file.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atommem-documents-'));
  await mkdir(join(folder, 'mixed/deep'), { recursive: true });
  const files: Record<string, string | Buffer> = {
    'mixed/a.txt': '\ufeffPlain text.\n',
    'mixed/b.md': 'Intro.\n\n## The heading\nBody.',
    'mixed/c.html':
      '<title>A &amp; B</title><nav>Menu</nav><p>One <b>bold</b> word.<p>Two.<script>x</script>',
    'mixed/d.jsonl': '{"title":"T","text":"first"}\n{"content": \n{"n":1,"who":{"name":"third"}}\n',
    'mixed/g.png': Buffer.from([0x89, 0x50, 0x00, 0x01]),
    'mixed/h.txt': Buffer.from('caf\xe9 au lait', 'latin1'),
    'mixed/i.txt': '  \n',
    'mixed/.hidden.txt': 'never read',
    'mixed/.gitignore': '*.bak\n!keep.bak\n',
    'mixed/old.bak': 'old',
    'mixed/keep.bak': 'kept',
    'bad.json': '{"text": "fine",\n "more": }\n',
    'secret.txt': 'outside',
  };
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
  await symlink(join(folder, 'mixed'), join(folder, 'mixed/deep/loop'));
  await symlink(join(folder, 'secret.txt'), join(folder, 'mixed/out.txt'));
});
afterAll(() => rm(folder, { recursive: true }));

/** One stored or deflated file in a ZIP archive. */
function zip(name: string, content: Buffer): Buffer {
  const packed = deflateRawSync(content);
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(name.length, 26);
  const entry = Buffer.alloc(46);
  entry.writeUInt32LE(0x02014b50, 0);
  entry.writeUInt16LE(8, 10);
  entry.writeUInt32LE(packed.length, 20);
  entry.writeUInt16LE(name.length, 28);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(30 + name.length + packed.length, 16);
  return Buffer.concat([local, Buffer.from(name), packed, entry, Buffer.from(name), end]);
}

const LIMIT = 2 ** 20;
const read = (name: string, content: string | Buffer) =>
  readContent(Buffer.from(content), { id: name, path: name }, LIMIT);

/** Places and texts of all blocks. */
async function readBlocks(name: string, content: string | Buffer): Promise<readonly string[]> {
  const { documents } = await read(name, content);
  return documents.flatMap((document) =>
    document.blocks.map(
      ({ start, end }) => `${formatPlace(locate(document, start))} ${document.text.slice(start, end)}`,
    ),
  );
}

describe('readDocuments', () => {
  it('reads a folder in order and names every skipped file with its reason', async () => {
    const { documents, skipped } = await readDocuments(join(folder, 'mixed'), { base: folder });
    expect(documents.map(({ path, title, text }) => [path, title, text])).toEqual([
      ['mixed/a.txt', 'a.txt', 'Plain text.'],
      ['mixed/b.md', 'The heading', 'Intro.\nThe heading\nBody.'],
      ['mixed/c.html', 'A & B', 'One bold word.\nTwo.'],
      ['mixed/d.jsonl', 'd.jsonl', 'title: T\ntext: first\nn: 1\nwho name: third'],
      ['mixed/h.txt', 'h.txt', 'café au lait'],
      ['mixed/keep.bak', 'keep.bak', 'kept'],
    ]);
    expect(Object.fromEntries(skipped.map(({ path, reason }) => [path, reason]))).toEqual({
      'mixed/.hidden.txt': 'hidden',
      'mixed/old.bak': 'listed in .gitignore',
      'mixed/out.txt': expect.stringContaining('--follow-links'),
      'mixed/d.jsonl': expect.stringMatching(/^line 2: invalid JSON/),
      'mixed/g.png': expect.stringContaining('is not text (.png)'),
      'mixed/i.txt': expect.stringContaining('is empty'),
    });
  });

  it('follows links out of the folder only when asked', async () => {
    const { documents } = await readDocuments(join(folder, 'mixed'), { followLinks: true });
    expect(documents.map(({ text }) => text)).toContain('outside');
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
    expect(documents).toMatchObject([{ path: 'standard input', text: 'Piped.' }]);
  });

  it.each([
    ['nowhere.txt', 'missing-file', /no such file/],
    ['mixed/g.png', 'unsupported-file', /\.png/],
    ['mixed/i.txt', 'no-documents', /nothing to read in .*i\.txt.* is empty/],
    ['bad.json', 'malformed-json', /bad\.json:2: invalid JSON, "}" is unexpected/],
  ])('refuses %s in one line', async (name, code, message) => {
    const error: unknown = await readDocuments([join(folder, name)]).catch((cause) => cause);
    expect(error).toBeInstanceOf(AtomMemError);
    expect(error).toMatchObject({ code, message: expect.stringMatching(message) });
  });
});

describe('readContent', () => {
  it('locates headings, wrapped paragraphs and list lines of a text', async () => {
    const text = `RULES OF THE HOUSE

1. Quiet
Nobody plays the trumpet after ten o'clock in the evening, except
on the last day of the year.

milk
two lemons
`;
    expect(await readBlocks('rules.txt', text)).toEqual([
      'rules.txt:1 RULES OF THE HOUSE',
      'rules.txt:3 1. Quiet',
      "rules.txt:4 Nobody plays the trumpet after ten o'clock in the evening, except\non the last day of the year.",
      'rules.txt:7 milk',
      'rules.txt:8 two lemons',
    ]);
  });

  it('locates rows of tables and records of JSON', async () => {
    expect(await readBlocks('t.csv', 'name;note\n"Ada";"two\nlines"\nBob;"a ""b"""\n')).toEqual([
      't.csv:2 name: Ada · note: two lines',
      't.csv:4 name: Bob · note: a "b"',
    ]);
    expect(await readBlocks('t.json', '{"people": [\n {"name": "Ada"},\n {"name": "Bob"}\n]}')).toEqual([
      't.json:2 (people[0]) name: Ada',
      't.json:3 (people[1]) name: Bob',
    ]);
    expect(await readBlocks('t.yaml', 'a:\n  # why\n  port: 80\n')).toEqual([
      't.yaml:1 (a) a:',
      't.yaml:2 (a)   # why',
      't.yaml:3 (a.port)   port: 80',
    ]);
  });

  it('reads each contact and each event as a record', async () => {
    const contacts = `BEGIN:VCARD
VERSION:3.0
FN:Ana Ruiz
TEL;TYPE=cell:600 550
 104
NOTE:Has the key\\, and a spare
END:VCARD
`;
    expect(await readBlocks('a.vcf', contacts)).toEqual([
      'a.vcf:3 name: Ana Ruiz\nphone: 600 550104\nnote: Has the key, and a spare',
    ]);
    const calendar = `BEGIN:VCALENDAR
BEGIN:VEVENT
UID:1
DTSTART;VALUE=DATE:20261130
DTEND;VALUE=DATE:20261207
SUMMARY:On call: Ana
BEGIN:VALARM
DESCRIPTION:ring
END:VALARM
END:VEVENT
BEGIN:VEVENT
DTSTART:20261201T180000Z
ORGANIZER;CN="Ana Ruiz":mailto:ana@example.org
SUMMARY:Supper
END:VEVENT
END:VCALENDAR
`;
    expect(await readBlocks('a.ics', calendar)).toEqual([
      'a.ics:4 start: 2026-11-30\nend: 2026-12-06\nevent: On call: Ana',
      'a.ics:12 start: 2026-12-01 18:00 UTC\norganiser: Ana Ruiz\nevent: Supper',
    ]);
    expect(await readBlocks('b.vcf', 'No card at all.\n')).toEqual(['b.vcf:1 No card at all.']);
  });

  it('reads sections with the same keys as records, and other sections line by line', async () => {
    const hosts =
      '; machines\n[arca]\nip = 10.0.0.4\nrole = store\n\n[meteo]\nip = 10.0.0.5\nrole = "logger"\n# the grey box\n';
    expect(await readBlocks('hosts.ini', hosts)).toEqual([
      'hosts.ini:1 ; machines',
      'hosts.ini:2 (arca) name: arca\nip: 10.0.0.4\nrole: store',
      'hosts.ini:6 (meteo) name: meteo\nip: 10.0.0.5\nrole: logger',
      'hosts.ini:9 (meteo) # the grey box',
    ]);
    expect(await readBlocks('one.toml', '[server]\nport = 80\nhost = "a"\n[log]\nlevel = "warn"\n')).toEqual([
      'one.toml:2 (server) port = 80',
      'one.toml:3 (server) host = "a"',
      'one.toml:5 (log) level = "warn"',
    ]);
  });

  it('keeps the lines of a form in Markdown apart', async () => {
    expect(await readBlocks('a.md', 'Done at: the yard\n(in spring)\nCost: 400 euros\n')).toEqual([
      'a.md:1 Done at: the yard\n(in spring)',
      'a.md:3 Cost: 400 euros',
    ]);
    expect(await readBlocks('b.md', 'A street,  \na town\nand more')).toEqual([
      'b.md:1 A street,  ',
      'b.md:2 a town\nand more',
    ]);
  });

  it('reads messages of a mailbox with their lines', async () => {
    const mailbox = `From a@b Mon Jan  5 10:00:00 2026
Subject: =?utf-8?Q?Caf=C3=A9?=
Content-Transfer-Encoding: quoted-printable
Content-Type: text/plain; charset=utf-8

See you at the caf=C3=A9 on =
Monday.

From a@b Tue Jan  6 10:00:00 2026
Subject: Re: =?utf-8?Q?Caf=C3=A9?=

Tuesday is better.
`;
    expect(await readBlocks('m.mbox', mailbox)).toEqual([
      'm.mbox:2 (message 1) Subject: Café',
      'm.mbox:6 (message 1) See you at the café on Monday.',
      'm.mbox:10 (message 2) Subject: Re: Café',
      'm.mbox:12 (message 2) Tuesday is better.',
    ]);
  });

  it.each(['8bit', 'quoted-printable'])('finds the lines of a mail in Korean (%s)', async (encoding) => {
    const lines = ['안녕하세요.', '', '합계: 2,675원'];
    const body = lines.map((line) =>
      encoding === '8bit'
        ? line
        : [...Buffer.from(line)].map((byte) => `=${byte.toString(16).toUpperCase()}`).join(''),
    );
    const mail = `Subject: a\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: ${encoding}\n\n${body.join('\n')}\n`;
    expect(await readBlocks('m.eml', mail)).toContain('m.eml:7 합계: 2,675원');
  });

  it.each([
    ['utf-16le', Buffer.from('\ufeffGrüße aus Köln', 'utf16le')],
    ['utf-16 without a mark', Buffer.from('Grüße aus Köln', 'utf16le')],
    ['Windows-1252', Buffer.from('Gr\xfc\xdfe aus K\xf6ln', 'latin1')],
  ])('decodes %s', async (_, bytes) => {
    expect((await read('a.txt', bytes)).documents[0]?.text).toBe('Grüße aus Köln');
  });

  it('decodes Shift-JIS', async () => {
    const bytes = Buffer.from('826082cd8ca282c582b78142', 'hex'); // Ａは犬です。
    expect((await read('a.txt', bytes)).documents[0]?.text).toBe('Ａは犬です。');
  });

  it('limits what archives unpack to', async () => {
    const bomb = Buffer.alloc(8 * LIMIT, 'a');
    await expect(read('a.docx', zip('word/document.xml', bomb))).rejects.toMatchObject({ code: 'too-large' });
    await writeFile(join(folder, 'bomb.txt.gz'), gzipSync(bomb));
    const reading = readDocuments(join(folder, 'bomb.txt.gz'), { maxBytes: LIMIT });
    await expect(reading).rejects.toMatchObject({ code: 'too-large' });
  });

  it('refuses what is nested too deep', async () => {
    await expect(read('a.html', '<div>'.repeat(1e5))).rejects.toMatchObject({ code: 'too-deep' });
    await expect(read('a.json', '['.repeat(1e5))).rejects.toMatchObject({ code: 'too-deep' });
  });

  it('leaves out what a reader of a page does not see', async () => {
    const page =
      '<p hidden>1<p style="display: none">2</p><div aria-hidden=true><p>3</p></div><template>4</template>' +
      '<style>5</style><p>seen<br>here</p><table><tr><td>a</td><td>b</td></tr></table>';
    expect((await read('a.html', page)).documents[0]?.text).toBe('seen\nhere\na · b');
  });

  it('removes escape sequences and direction marks', async () => {
    const { documents } = await read('a.txt', 'a\u001b[31mb\u202ec\u009b2Jd\u0007');
    expect(documents[0]?.text).toBe('abcd');
  });

  const names = 'a.md a.txt a.html a.csv a.yaml a.ini a.log a.py a.eml a.mbox a.vcf a.ics'.split(' ');
  it('reads any text as any kind, and every block points into the file', async () => {
    const piece = fc.constantFrom(
      '# ',
      '|',
      '\n',
      '\n\n',
      '---\n',
      '"',
      ',',
      ': ',
      '<p>',
      '</',
      '> ',
      '  ',
      'From ',
      'BEGIN:VCARD\n',
      'BEGIN:VEVENT\n',
      'END:VCARD\n',
      'TEL;TYPE=a:',
      'DTSTART:20260101\n',
      '[a]\n',
      'b = ',
    );
    const text = fc.array(fc.oneof(piece, fc.string()), { maxLength: 30 }).map((pieces) => pieces.join(''));
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...names), text, async (name, content) => {
        const result = await read(name, content).catch((error) => error);
        if (AtomMemError.isInstance(result)) return;
        const lines = content.split(/\r\n?|\n/).length;
        for (const document of result.documents)
          for (const { start, end } of document.blocks) {
            expect(end).toBeLessThanOrEqual(document.text.length);
            expect(locate(document, start).line).toBeGreaterThanOrEqual(1);
            expect(locate(document, start).line).toBeLessThanOrEqual(lines);
          }
      }),
      { numRuns: 200 },
    );
  });
});
