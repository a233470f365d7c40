/**
 * Tests how documents are cut into chunks.
 *
 * @module
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chunkDocuments, renderDocument } from './chunk-documents.ts';
import type { SourceDocument } from './observation.ts';
import { loadDefaultTokenizer } from './tokenizer.ts';

const tokenizer = await loadDefaultTokenizer();

const createDocuments = (texts: readonly string[]): readonly SourceDocument[] =>
  texts.map((text, index) => ({ id: `d${index}`, title: index % 2 === 0 ? `Title ${index}` : '', text }));

const texts = fc.array(fc.lorem({ maxCount: 40 }), { minLength: 1, maxLength: 12 });

describe('chunkDocuments', () => {
  it('keeps every document whole when it fits, in order, within the size', () => {
    fc.assert(
      fc.property(texts, fc.integer({ min: 120, max: 400 }), (input, size) => {
        const documents = createDocuments(input);
        const chunks = chunkDocuments(documents, { tokenizer, size });
        expect(chunks.flatMap((chunk) => chunk.documents)).toEqual(documents);
        for (const chunk of chunks) expect(tokenizer.count(chunk.text)).toBeLessThanOrEqual(size);
      }),
      { numRuns: 30 },
    );
  });

  it('cuts at tokens without losing or repeating a character, and says what stands where', () => {
    const words = fc.array(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }), {
      minLength: 1,
      maxLength: 8,
    });
    fc.assert(
      fc.property(words, fc.integer({ min: 3, max: 40 }), (input, size) => {
        const documents = createDocuments(input);
        const chunks = chunkDocuments(documents, { tokenizer, size, boundary: 'token' });
        const whole = documents.map((document, index) => renderDocument(document, index + 1)).join('\n\n');
        expect(chunks.map((chunk) => chunk.text).join('')).toBe(whole);
        for (const { id, text } of documents) {
          const parts = chunks.flatMap((chunk) => chunk.documents.filter((part) => part.id === id));
          expect(parts.map((part) => part.text).join('')).toBe(text);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('cuts a document that is longer than a chunk', () => {
    const [document] = createDocuments(['one two three four five six seven eight nine ten. '.repeat(40)]);
    const chunks = chunkDocuments([document!], { tokenizer, size: 100 });
    expect(chunks.length).toBeGreaterThan(3);
    expect(chunks.map((chunk) => chunk.documents[0]!.text).join('')).toBe(document!.text);
    expect(chunks.every((chunk) => chunk.documents[0]!.title === 'Title 0')).toBe(true);
  });

  it('shows the neighbours of a chunk on both sides, and counts them as theirs', () => {
    const documents = createDocuments(['alpha '.repeat(60), 'beta '.repeat(60), 'gamma '.repeat(60)]);
    const [, middle] = chunkDocuments(documents, { tokenizer, size: 80, overlap: 5 });
    expect(middle!.text).toMatch(/^ ?alpha alpha.*Document 2:.*Document 3/s);
    expect(middle!.documents.map(({ id }) => id)).toEqual(['d1']);
  });

  it('keeps the first and last halves of a stream that is too long', () => {
    const documents = createDocuments(['start '.repeat(100) + 'middle '.repeat(400) + 'finish '.repeat(100)]);
    const chunks = chunkDocuments(documents, { tokenizer, size: 50, boundary: 'token', maxTokens: 100 });
    const text = chunks.map((chunk) => chunk.text).join('');
    expect(text).toContain('start');
    expect(text).toContain('finish');
    expect(text).not.toContain('middle');
  });

  it('names a size that cannot be', () => {
    expect(() => chunkDocuments([], { tokenizer, size: 0 })).toThrow('the chunk size is 0');
  });
});
