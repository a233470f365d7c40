/**
 * Tests that exported examples can be imported again.
 *
 * @module
 */
import fc from 'fast-check';
import { parquetReadObjects } from 'hyparquet';
import { describe, expect, it } from 'vitest';
import { runEpisode } from '../agent/run-episode.ts';
import { tagsCodec } from '../codec/tags.ts';
import type { Operation } from '../memory/operation.ts';
import { NO_USAGE, type Policy } from '../policy/policy.ts';
import { tagsPrompts } from '../prompt/tags-prompts.ts';
import { lexicalRetriever } from '../search/lexical.ts';
import { createCountingClock } from '../shared/clock.ts';
import { inMemoryStore } from '../store/in-memory.ts';
import { createDocumentStream } from '../task/document-stream.ts';
import { BETTER_STREAM_RULES } from '../task/stream-rules.ts';
import { extractExamples } from './export-examples.ts';
import { type ExportFormatName, type ExportRow, exportFormat, exportFormatNames } from './export-formats.ts';
import { formatParquet } from './export-parquet.ts';
import { parseExamples } from './import-examples.ts';
import { importTrajectories } from './import-trajectory.ts';
import { replayTrajectory } from './replay-trajectory.ts';
import type { Trajectory } from './trajectory.ts';

const HOSTILE = ['"}\n{"', '\u2028', '</create_memory>', '<|im_end|>', 'é\u0000', '\\n', '{{ x }}', ' word '];
const text = fc
  .array(fc.constantFrom(...HOSTILE), { minLength: 1, maxLength: 4 })
  .map((pieces) => pieces.join(''));
const operation: fc.Arbitrary<Operation> = fc.oneof(
  text.map((text): Operation => ({ op: 'create', text })),
  text.map((text): Operation => ({ op: 'update', target: 'scratchpad', text })),
  text.map((query): Operation => ({ op: 'read', query })),
  fc
    .tuple(fc.integer({ min: 1, max: 3 }), text)
    .map(([slot, text]): Operation => ({ op: 'update', target: { slot }, text })),
  fc.integer({ min: 1, max: 3 }).map((slot): Operation => ({ op: 'delete', target: { slot } })),
);
/** Operations of each step of an episode. */
const script = fc.array(fc.array(operation, { maxLength: 4 }), { minLength: 1, maxLength: 6 });

/** Plays a script as a model would: every operation is in the text of a reply. */
function speaking(steps: readonly (readonly Operation[])[], withTokens: boolean): Policy {
  return {
    name: 'speaking',
    settings: { model: 'Qwen3', tokenizer: 'qwen3.json' },
    async act(observation, { view, step }) {
      const answers = observation.stage === 'answer' ? [`answer ${step}`] : [];
      const text = tagsCodec.render({ operations: steps[step] ?? [], answers });
      const { operations, issues } = tagsCodec.parse(text);
      const ids = [...text].map((letter) => letter.codePointAt(0)!);
      return {
        operations,
        action: answers.length > 0 ? { kind: 'answer', answers } : { kind: 'none' },
        issues,
        usage: NO_USAGE,
        prompt: tagsPrompts.render(observation, { view }),
        text,
        ...(withTokens && { tokens: { prompt: [1, 2, 3], reply: ids, logprobs: ids.map(() => -0.5) } }),
      };
    },
  };
}

function play(steps: readonly (readonly Operation[])[], withTokens = false): Promise<Trajectory> {
  const task = createDocumentStream({
    id: 'hostile',
    dataset: 'test',
    questions: [{ id: 'q', text: 'Who?', answers: ['Ada', 'A. L.'], support: [] }],
    chunks: [0, 1].map((index) => ({ index, count: 2, text: 'chunk "} text', documents: [] })),
    documents: [],
    rules: BETTER_STREAM_RULES,
  });
  return runEpisode({
    task,
    policy: speaking(steps, withTokens),
    memory: { store: inMemoryStore(), namespace: 'episode', retriever: lexicalRetriever() },
    clock: createCountingClock(),
    timer: () => 0,
  });
}

function readRows(trajectory: Trajectory, name: ExportFormatName): readonly ExportRow[] {
  const format = exportFormat(name);
  return extractExamples(trajectory).examples.flatMap((example, index) => {
    const row = format.row(example, index);
    return row === undefined ? [] : [row];
  });
}

const listLines = (rows: readonly ExportRow[]): string => rows.map((row) => JSON.stringify(row)).join('\n');

const ways = {
  codecFor: () => tagsCodec,
  createStore: inMemoryStore,
  findRetriever: () => lexicalRetriever(),
};

describe('export and import', () => {
  it.each(['messages', 'trl'] as const)('%s comes back as a trajectory that does and sees the same', (name) =>
    fc.assert(
      fc.asyncProperty(script, fc.boolean(), async (steps, reversed) => {
        const trajectory = await play(steps);
        const lines = listLines(readRows(trajectory, name)).split('\n');
        const text = (reversed ? lines.reverse() : lines).join('\n');
        const [imported] = await importTrajectories(parseExamples(text), ways);
        if (imported === undefined || 'refused' in imported) throw new Error(imported?.refused);
        expect(imported.differences).toEqual([]);
        const seen = ({ steps, end, header }: Trajectory): unknown => ({
          header,
          answers: end.answers,
          entries: end.entries,
          steps: steps.map(({ operations, effects, view, prompt, text, issues, answers, time }) => ({
            ...{ operations, effects, view, prompt, text, issues, answers, time },
          })),
        });
        expect(seen(imported.trajectory)).toEqual(seen(trajectory));
        const store = inMemoryStore();
        expect(await replayTrajectory(imported.trajectory, { store, retriever: lexicalRetriever() })).toEqual(
          [],
        );
      }),
      { numRuns: 30 },
    ),
  );

  it('writes a row as its trainer reads it', async () => {
    const trajectory = await play([[{ op: 'create', text: 'Ada.' }]], true);
    const [first] = trajectory.steps;
    expect(readRows(trajectory, 'trl')[0]).toMatchObject({
      prompt: first!.prompt,
      completion: [{ role: 'assistant', content: '<create_memory>Ada.</create_memory>' }],
    });
    expect(readRows(trajectory, 'verl').at(-1)).toMatchObject({
      data_source: 'test',
      reward_model: { style: 'rule', ground_truth: [['Ada', 'A. L.']] },
      extra_info: { index: trajectory.steps.length - 1, stage: 'answer', reward: null },
    });
    const source = JSON.parse(String(readRows(trajectory, 'messages')[0]!.source));
    expect(source).toMatchObject({
      model: 'Qwen3',
      tokenizer: 'qwen3.json',
      step: 0,
      episode: { id: 'episode' },
    });
  });

  it('shifts the tokens of a datum by one and weighs the reply alone', async () => {
    const trajectory = await play([[{ op: 'create', text: 'Ada.' }]], true);
    const rows = readRows(trajectory, 'tinker');
    expect(rows).toHaveLength(2); // the step between has an empty reply
    for (const row of rows) {
      const { step } = JSON.parse(String(row.source));
      const { prompt, reply, logprobs } = trajectory.steps[step]!.tokens!;
      const { model_input, loss_fn_inputs } = row as unknown as Datum;
      const input = model_input.chunks.flatMap(({ tokens }) => tokens);
      const { target_tokens: targets, weights } = loss_fn_inputs;
      expect([input[0], ...targets.data]).toEqual([...prompt, ...reply]);
      expect(input.slice(1)).toEqual(targets.data.slice(0, -1));
      expect(targets.data.filter((_, index) => weights.data[index] === 1)).toEqual(reply);
      expect((row.logprobs as Tensor).data.slice(prompt.length - 1)).toEqual(logprobs);
      for (const tensor of [targets, weights, row.logprobs as Tensor]) {
        expect(tensor.data).toHaveLength(input.length);
        expect(tensor.shape).toEqual([input.length]);
      }
    }
  });

  it.each(exportFormatNames)('Parquet holds the same rows as JSON Lines: %s', async (name) => {
    const trajectory = await play([HOSTILE.map((text) => ({ op: 'create', text }))], true);
    const rows = readRows(trajectory, name);
    const bytes = await formatParquet(exportFormat(name).columns, rows);
    const read = await parquetReadObjects({ file: bytes.buffer as ArrayBuffer });
    expect(JSON.parse(JSON.stringify(read))).toEqual(
      listLines(rows)
        .split('\n')
        .map((line) => JSON.parse(line)),
    );
  });

  it('leaves out what has no text, and says so', async () => {
    const silent = await play([]);
    const { steps } = silent;
    const [one, ...others] = steps;
    const { text: _text, ...wordless } = one!;
    const failure = { boundary: 'model', kind: 'timeout', message: 'late' } as const;
    const mixed = { ...silent, steps: [wordless, { ...others[0]!, failure }, ...others.slice(1)] };
    const { examples, skipped } = extractExamples(mixed);
    expect(skipped).toEqual({ failed: 1, 'no model reply': 1 });
    expect(examples).toHaveLength(steps.length - 2);
    expect(readRows(silent, 'tinker')).toEqual([]);
  });

  it('refuses what cannot be made again, by name', async () => {
    const trajectory = await play([[{ op: 'create', text: 'Ada.' }]]);
    const rows = parseExamples(listLines(readRows(trajectory, 'messages')));
    const refused = async (examples: typeof rows, given = ways): Promise<unknown> =>
      (await importTrajectories(examples, given))[0];
    expect(await refused(rows.slice(1))).toMatchObject({ refused: expect.stringContaining('first example') });
    expect(await refused(rows.slice(0, -1))).toMatchObject({
      refused: 'steps 2 are missing, and every step is needed',
    });
    expect(await refused([...rows, rows[1]!])).toMatchObject({ refused: 'step 1 occurs twice' });
    const unknown = { ...ways, findRetriever: () => undefined };
    expect(await refused(rows, unknown as unknown as typeof ways)).toMatchObject({
      refused: expect.stringContaining('"lexical"'),
    });
    const edited = rows.map((row, place) =>
      place === 0 ? { ...row, reply: '<delete_memory>Memory 1</delete_memory>' } : row,
    );
    expect(await refused(edited)).toMatchObject({
      differences: ['step 0: applied on record, no-such-slot now'],
    });
    expect(() => parseExamples('{"messages":[{"role":"user","content":"x"}]}', 'f')).toThrow(
      'f:1: its last message',
    );
    expect(() => parseExamples('{"messages":[{"role":"assistant","content":"x"}]}', 'f')).toThrow(
      'f:1: has no source',
    );
    expect(() => parseExamples('{"model_input":{}}', 'f')).toThrow('f:1: has no conversation');
    expect(() => parseExamples('\n{', 'f')).toThrow('f:2: is not JSON');
  });
});

interface Tensor {
  readonly data: readonly number[];
  readonly shape: readonly number[];
}

interface Datum {
  readonly model_input: { readonly chunks: readonly { readonly tokens: readonly number[] }[] };
  readonly loss_fn_inputs: { readonly target_tokens: Tensor; readonly weights: Tensor };
}
