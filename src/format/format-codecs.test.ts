import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Codec, ParsedReply } from '../codec/codec.ts';
import { createTagEscape } from '../codec/tag-escape.ts';
import { TAG_NAMES } from '../codec/tags.ts';
import { cutThoughts } from '../codec/thought.ts';
import type { Operation } from '../memory/operation.ts';
import { ATOMMEM_8B_OFFICIAL, createAtommem8bCodec, representable } from '../released/atommem-8b-codec.ts';
import { DIALECT_NAMES, selectFormat } from '../released/select-format.ts';
import { resolveFormat } from './resolve-format.ts';

/** Ten times as much in `npm run test:all`. */
const SCALE = process.env.ATOMMEM_LONG ? 10 : 1;

const createCodec = (name: string): Codec => selectFormat(name).codec;

const snippet = fc.constantFrom(
  ...'< > / & amp; lt; &lt; &amp;lt; &bsol; \\ boxed{ { } " Ada think> <think> </think> <THINK'.split(' '),
  ...'create_memory> </create_memory> <add_memory> </add_memory> </final_answer>'.split(' '),
  ...[' ', '\n', 'Memory 3: ', '2: ', 'thin\u212a>', '\ud800', '\udc00', '\u{1f600}'],
);
const text = fc
  .oneof(
    fc.string({ unit: 'binary' }),
    fc.array(snippet, { maxLength: 12 }).map((parts) => parts.join('')),
  )
  .map((raw) => raw.trim());
const slot = fc.oneof(fc.integer({ min: 1, max: 12 }), fc.constant(Number.MAX_SAFE_INTEGER));
const operation: fc.Arbitrary<Operation> = fc.oneof(
  text.map((said): Operation => ({ op: 'create', text: said })),
  text.map((said): Operation => ({ op: 'read', query: said })),
  text.map((said): Operation => ({ op: 'update', target: 'scratchpad', text: said })),
  fc
    .tuple(slot, text)
    .map(([place, said]): Operation => ({ op: 'update', target: { slot: place }, text: said })),
  slot.map((place): Operation => ({ op: 'delete', target: { slot: place } })),
);
const operations = fc.array(operation, { maxLength: 6 });
const said = fc.record({ operations, answers: fc.array(text, { maxLength: 2 }) });

const all: readonly Codec[] = [...DIALECT_NAMES.map(createCodec), createAtommem8bCodec(ATOMMEM_8B_OFFICIAL)];

describe('render, then parse', () => {
  test.each(['tags', 'tools', 'json', 'compact'])('%s gives every operation and answer back', (name) => {
    const codec = createCodec(name);
    fc.assert(
      fc.property(said, (reply) => {
        const { operations: found, answers } = codec.parse(codec.render(reply));
        expect({ operations: found, answers }).toEqual(reply);
      }),
      { numRuns: 1000 },
    );
  });

  test.each([
    ['better', {}],
    ['official', ATOMMEM_8B_OFFICIAL],
  ] as const)('atommem-8b (%s) gives back what it can carry', (_, options) => {
    const codec = createAtommem8bCodec(options);
    fc.assert(
      fc.property(operations, (wanted) => {
        const carried = wanted.filter((each) => representable(each, options));
        expect(codec.parse(codec.render({ operations: carried })).operations).toEqual(carried);
        if (carried.length < wanted.length) expect(() => codec.render({ operations: wanted })).toThrow();
      }),
      { numRuns: 500 },
    );
  });
});

describe('any text at all', () => {
  const mutation = fc.record({
    kind: fc.constantFrom('cut', 'double', 'case', 'swap', 'think', 'insert'),
    from: fc.nat(400),
    length: fc.nat(60),
    snippet,
  });
  const mutated = fc
    .tuple(fc.constantFrom(...DIALECT_NAMES), operations, fc.array(mutation, { maxLength: 5 }))
    .map(([name, wanted, mutations]) => {
      const carried = name === 'atommem-8b' ? wanted.filter((each) => representable(each)) : wanted;
      return mutations.reduce(mutate, createCodec(name).render({ operations: carried, answers: ['Ada'] }));
    });
  const anyText = fc.oneof({ weight: 4, arbitrary: mutated }, { weight: 1, arbitrary: text });

  test('generated and mutated replies say nothing that they do not hold', () => {
    fc.assert(
      fc.property(anyText, fc.constantFrom(...all), (reply, codec) => {
        const parsed = codec.parse(reply);
        for (const issue of parsed.issues) {
          expect(issue.span.start).toBeGreaterThanOrEqual(0);
          expect(issue.span.end).toBeGreaterThanOrEqual(issue.span.start);
          expect(issue.span.end).toBeLessThanOrEqual(reply.length);
        }
        const starts = parsed.issues.map((issue) => issue.span.start);
        expect(starts).toEqual(starts.toSorted((one, other) => one - other));
        const silent = parsed.operations.length + parsed.answers.length === 0;
        expect(parsed.issues.some((issue) => issue.kind === 'no-action')).toBe(silent);
        // A repaired reply holds texts that are written in no dialect; the repair is an issue.
        if (parsed.issues.some((issue) => issue.kind === 'mended')) return;
        const held = codec === all.at(-1) ? [reply] : visibleParts(reply);
        for (const each of listTexts(parsed))
          expect(held.some((part) => holds(part, each, codec))).toBe(true);
      }),
      { numRuns: 1000 * SCALE },
    );
  });

  test('nothing in a thought acts', () => {
    fc.assert(
      fc.property(said, said, fc.constantFrom('tags', 'tools', 'json', 'compact'), (thought, meant, name) => {
        const codec = createCodec(name);
        const [thinking, acting] = [codec.render(thought), codec.render(meant)];
        for (const reply of [
          `<think>${thinking}</think>${acting}`,
          `${thinking}</think>${acting}`,
          `${acting}<think>${thinking}`,
          `<think>${thinking}<think>${thinking}</think>${thinking}</think>${acting}`,
        ]) {
          const { operations: found, answers } = codec.parse(reply);
          expect({ operations: found, answers }).toEqual(meant);
        }
      }),
      { numRuns: 200 },
    );
  });

  test.each([
    '<create_memory>',
    '<add_memory ',
    '</add_memory>',
    '<think ',
    '<think>',
    '</think',
    '</think>',
    '<x',
    '<',
    '&amp;',
    '{',
    '{"',
    '\\boxed{',
    'Memory ',
    ' ',
    '[THINK]',
    '<|channel|>analysis',
    '<function=memory_create>',
    'memory_create(',
    'memory_create("',
    '{"name": "memory_create", "input": {"text": "A}}\n',
    '{"text": "C:\\',
    '<arg_key>',
    '<chunk>',
  ])('ten times as much of %s takes about ten times as long', (part) => {
    const measure = (count: number): number => {
      const hostile = part.repeat(count);
      const before = process.cpuUsage();
      for (const codec of all) {
        codec.parse(hostile);
        codec.parse(`<final_answer>${hostile}</final_answer><delete_memory>Memory ${hostile}`);
      }
      const { user, system } = process.cpuUsage(before);
      return (user + system) / 1000;
    };
    measure(200);
    // A quadratic scan would take a hundred times as long. Below 20 ms, noise decides.
    expect(measure(2000 * SCALE)).toBeLessThan(50 * Math.max(20, measure(200 * SCALE)));
  });
});

describe('resolveFormat', () => {
  test('joins a codec and its prompts, accepts earlier names, and lists the names for any other', () => {
    for (const name of DIALECT_NAMES) {
      const { codec, prompts } = selectFormat(name);
      expect([codec.name, prompts.name]).toEqual([name, name]);
    }
    expect(selectFormat('paper').name).toBe('tags');
    expect(selectFormat('tool-calls').name).toBe('tools');
    const own = { ...resolveFormat('tags'), name: 'own' };
    expect(resolveFormat(own)).toBe(own);
    expect(() => selectFormat('xml')).toThrow('Unknown format "xml". Choose one of tags, tools, json');
  });
});

interface Mutation {
  readonly kind: string;
  readonly from: number;
  readonly length: number;
  readonly snippet: string;
}

function mutate(reply: string, { kind, from, length, snippet: inserted }: Mutation): string {
  const start = from % (reply.length + 1);
  const [before, part, after] = [
    reply.slice(0, start),
    reply.slice(start, start + length),
    reply.slice(start + length),
  ];
  switch (kind) {
    case 'cut':
      return length % 2 === 0 ? before : before + after;
    case 'double':
      return before + part + part + after;
    case 'case':
      return before + part.toUpperCase() + after;
    case 'swap':
      return swapTags(reply, from, length);
    case 'think':
      return `${before}<think>${part}</think>${after}`;
    default:
      return before + inserted + part + after;
  }
}

function swapTags(reply: string, one: number, other: number): string {
  const parts = reply.split(/(<\/?\w+>)/);
  const tags = Math.floor(parts.length / 2);
  if (tags === 0) return reply;
  const [first, second] = [2 * (one % tags) + 1, 2 * (other % tags) + 1];
  return parts.with(first, parts[second]!).with(second, parts[first]!).join('');
}

function visibleParts(reply: string): readonly string[] {
  return cutThoughts(reply).visible.map((span) => reply.slice(span.start, span.end));
}

function listTexts({ operations: found, answers }: ParsedReply): readonly string[] {
  const texts = found.map((each) => (each.op === 'read' ? each.query : 'text' in each ? each.text : ''));
  return [...texts, ...answers];
}

const escapes = [false, true].map((boxes) => createTagEscape(Object.values(TAG_NAMES), { boxes }));

/** Whether a part of a reply holds a text, in the way in which its dialect writes texts. */
function holds(part: string, wanted: string, codec: Codec): boolean {
  if (part.includes(wanted)) return true;
  if (codec.name !== 'tags' && codec.name !== 'atommem-8b') return decodeJson(part).includes(wanted);
  return codec.name === 'tags' && escapes.some((each) => each.unescape(part).includes(wanted));
}

function decodeJson(part: string): string {
  const sequence = /\\(?:u[\da-fA-F]{4}|["\\/bfnrt])/g;
  return part.replace(sequence, (found) => JSON.parse(`"${found}"`) as string);
}
