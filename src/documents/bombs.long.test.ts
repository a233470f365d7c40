/** Tests of files that are small on disk and huge in memory: each is refused with a reason. @module */
import { Buffer } from 'node:buffer';
import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { readContent } from './read-file.ts';

const LIMIT = 64 * 2 ** 20;

/** An archive of one file. */
function packZip(name: string, content: Buffer): Buffer {
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

/** A PDF of one page, whose content is inflated `filters` times. */
function packPdf(content: Buffer, filters: number): Buffer {
  let stream = content;
  for (let filter = 0; filter < filters; filter++) stream = deflateSync(stream);
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R >>',
    `<< /Length ${stream.length} /Filter [${'/FlateDecode '.repeat(filters)}] >>\nstream\n${stream.toString('latin1')}\nendstream`,
  ];
  let text = '%PDF-1.4\n';
  const offsets = objects.map((object, index) => {
    const offset = text.length;
    text += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return `${String(offset).padStart(10, '0')} 00000 n \n`;
  });
  const xref = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${offsets.join('')}`;
  const trailer = `trailer << /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${text.length}\n%%EOF`;
  return Buffer.from(text + xref + trailer, 'latin1');
}

const spaces = Buffer.alloc(2 ** 29, ' ');

/** A slow machine reaches the time limit before the memory limit. */
const PDF_LIMITS = /^(?:too-large|timed-out)$/;

test.each<readonly [name: string, code: string | RegExp, make: () => Buffer]>([
  ['bomb.docx', 'too-large', () => packZip('word/document.xml', spaces)],
  ['bomb.pdf', PDF_LIMITS, () => packPdf(Buffer.alloc(2 ** 30, ' '), 1)],
  ['nested.pdf', PDF_LIMITS, () => packPdf(Buffer.alloc(2 ** 30), 3)],
  ['tags.html', 'too-large', () => Buffer.from('<b></b>'.repeat(1_000_001))],
  ['deep.html', 'too-deep', () => Buffer.from('<div>'.repeat(1_000_000))],
  ['cells.csv', 'too-large', () => Buffer.from(`a,b\n${','.repeat(4_000_001)}`)],
  ['values.json', 'too-large', () => Buffer.from(`[${'1,'.repeat(2_000_000)}1]`)],
  ['deep.json', 'too-deep', () => Buffer.from('['.repeat(1_000_000))],
  ['faults.jsonl', 'malformed-json', () => Buffer.from(`{}\n${'{\n'.repeat(10_002)}`)],
  ['messages.mbox', 'too-large', () => Buffer.from('From a@b Sat\n\n'.repeat(200_001))],
])('%s ends with %s', async (path, code, make) => {
  const bytes = make();
  await expect(readContent(bytes, { id: path, path }, LIMIT)).rejects.toMatchObject({
    code: expect.stringMatching(code),
  });
});

test('a page that declares a billion entities is read without expanding them', async () => {
  const entities = Array.from(
    { length: 9 },
    (_, level) => `<!ENTITY l${level + 1} "${`&l${level};`.repeat(10)}">`,
  );
  const xml = `<?xml version="1.0"?><!DOCTYPE l [<!ENTITY l0 "lol">${entities.join('')}]><l>&l9;</l>`;
  for (const path of ['laugh.xml', 'laugh.html', 'laugh.yaml']) {
    const { documents } = await readContent(Buffer.from(xml), { id: path, path }, LIMIT);
    expect(documents[0]!.text.length).toBeLessThanOrEqual(xml.length);
  }
  const { documents } = await readContent(
    packZip('word/document.xml', Buffer.from(`${xml}<w:p><w:t>&l9;</w:t></w:p>`)),
    { id: 'laugh.docx', path: 'laugh.docx' },
    LIMIT,
  );
  expect(documents[0]!.text).toBe('&l9;');
});

test('a file that was compressed twice is unpacked once', async () => {
  const bytes = gzipSync(gzipSync(spaces));
  await expect(readContent(bytes, { id: 'a.txt', path: 'a.txt' }, LIMIT)).rejects.toMatchObject({
    code: 'unsupported-file',
  });
});
