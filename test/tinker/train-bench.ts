/**
 * A tiny model with data and a teacher, for tests of training commands.
 * @module
 */

import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { runEpisode } from '../../src/agent/run-episode.ts';
import type { Terminal } from '../../src/cli/output.ts';
import { createProgram } from '../../src/cli/program.ts';
import { readModelFolder } from '../../src/cli/read-model-folder.ts';
import { styleFor } from '../../src/cli/terminal.ts';
import { loadDataset } from '../../src/dataset/load-dataset.ts';
import { buildStreams } from '../../src/dataset/stream-builder.ts';
import type { LocalEngine } from '../../src/engine/local/create-local-engine.ts';
import type { ModelConfig } from '../../src/engine/local/model-config.ts';
import { type ChatTokenizer, loadChatTokenizer } from '../../src/policy/chat-tokenizer.ts';
import { tokenLanguageModelPolicy } from '../../src/policy/token-language-model.ts';
import { lexicalRetriever } from '../../src/search/lexical.ts';
import { loadHuggingFaceTokenizer } from '../../src/task/tokenizer.ts';
import { type DocumentReading, openDocumentTask } from '../../src/train/document-tasks.ts';
import { writeTrajectory } from '../../src/trajectory/write-trajectory.ts';
import { byteTokenizer, END } from '../model-folder/byte-tokenizer.ts';

/** Replies that are single tokens of the tiny model, from id 260. */
const WORDS = [
  '<create_memory>the sky is blue</create_memory>',
  '<final_answer>yes</final_answer>',
  '<final_answer>no</final_answer>',
];
const FIRST_WORD = 260;

/** A model whose vocabulary is bytes and a few whole replies. */
export const TINY: ModelConfig = { layers: 1, width: 16, heads: 1, vocabularySize: 264, context: 72 };

/**
 * Renders only the first words of a message. They distinguish reading from answering and keep the prompt
 * short.
 */
const TEMPLATE = `{%- for message in messages if message.role == 'user' -%}
{{- '<|im_start|>' + message.content[:24] + '<|im_end|>' -}}
{%- endfor -%}`;

/** A folder with a model's files, questions and a teacher's episodes. */
export interface TrainBench {
  readonly model: string;
  readonly data: string;
  readonly episodes: string;
  readonly chat: ChatTokenizer;
}

export async function writeTrainBench(folder: string): Promise<TrainBench> {
  const bench = {
    model: join(folder, 'model'),
    data: join(folder, 'questions.jsonl'),
    episodes: join(folder, 'episodes'),
  };
  await writeModelFolder(bench.model, TINY.vocabularySize);
  await writeFile(bench.data, Array.from({ length: 12 }, (_, index) => question(index)).join('\n'));
  const chat = await loadChatTokenizer(await readModelFolder(bench.model));
  await writeEpisodes(bench, chat);
  return { ...bench, chat };
}

export async function writeModelFolder(folder: string, vocabularySize: number): Promise<void> {
  const tokenizer = byteTokenizer();
  const words = WORDS.map((content, index) => ({
    ...{ id: FIRST_WORD + index, content, special: false },
    ...{ single_word: false, lstrip: false, rstrip: false, normalized: false },
  }));
  const added_tokens = [...(tokenizer.added_tokens as object[]), ...words];
  await mkdir(folder, { recursive: true });
  const write = (name: string, value: object): Promise<void> =>
    writeFile(join(folder, name), JSON.stringify(value));
  await write('tokenizer.json', { ...tokenizer, added_tokens });
  await write('tokenizer_config.json', { eos_token: '<|im_end|>', chat_template: TEMPLATE });
  await write('config.json', { vocab_size: vocabularySize });
}

function question(index: number): string {
  const paragraphs = [0, 1].map((place) => ({
    title: `Sky ${index}.${place}`,
    text: `The sky over town ${index}.${place} is blue.`,
    supporting: place === 0,
  }));
  const text = `Is the sky over town ${index} blue?`;
  return JSON.stringify({
    id: `q${index}`,
    dataset: 'hotpotqa',
    question: text,
    answers: ['yes'],
    paragraphs,
  });
}

/** Writes episodes of a teacher that stores every chunk and answers two of three questions correctly. */
async function writeEpisodes({ model, data, episodes }: Omit<TrainBench, 'chat'>, chat: ChatTokenizer) {
  const files = await readModelFolder(model);
  const reading: DocumentReading = {
    tokenizer: await loadHuggingFaceTokenizer(files.tokenizer),
    chunkSize: 128,
    memory: { retriever: lexicalRetriever() },
  };
  const { records } = await loadDataset(data);
  const streams = buildStreams(records, { documents: 4, questions: 1 });
  for (const [index, stream] of streams.entries()) {
    const { task, memory } = openDocumentTask(stream, reading);
    const policy = tokenLanguageModelPolicy({
      ...{ chat, format: 'tags' },
      async sample(prompt) {
        const answering = chat.decode(prompt).startsWith('The text has ended');
        const word = answering ? 1 + (index % 3 === 0 ? 1 : 0) : 0;
        return { tokens: [FIRST_WORD + word, END], logprobs: [-1, -1] };
      },
    });
    const options = { task, policy, memory: memory(), clock: () => 0, timer: () => 0 };
    await writeTrajectory(join(episodes, `${stream.id}.jsonl`), await runEpisode(options));
  }
}

export interface CommandResult {
  readonly stdout: string;
  readonly stderr: string;
  readonly error: Error | undefined;
}

/** Runs the command line in this process. */
export async function runCommand(
  words: readonly string[],
  options: {
    readonly key?: string;
    readonly signal?: AbortSignal;
    readonly onLeave?: Terminal['onLeave'];
    readonly onStderr?: (text: string) => void;
  } = {},
): Promise<CommandResult> {
  const written = { stdout: '', stderr: '' };
  const stream = (name: keyof typeof written): NodeJS.WriteStream => {
    const write = (chunk: Buffer, _: string, done: () => void): void => {
      written[name] += chunk;
      if (name === 'stderr') options.onStderr?.(written.stderr);
      done();
    };
    return new Writable({ write }) as NodeJS.WriteStream;
  };
  const [stdout, stderr] = [stream('stdout'), stream('stderr')];
  let now = 0;
  const terminal: Terminal = {
    ...{ stdout, stderr, stdin: process.stdin },
    ...{ style: styleFor(stdout, {}), errorStyle: styleFor(stderr, {}) },
    environment: options.key === undefined ? {} : { TINKER_API_KEY: options.key },
    ...{ commandLine: words, width: 100 },
    // Advances past the update interval of the live line, so that every line is shown.
    timer: () => (now += 10_000),
    signal: options.signal ?? new AbortController().signal,
    onLeave: options.onLeave ?? (() => () => {}),
  };
  const error = await createProgram(terminal, '0')
    .parseAsync([...words], { from: 'user' })
    .then(
      () => undefined,
      (cause: Error) => cause,
    );
  return { ...written, error };
}

export async function readWeights(engine: LocalEngine): Promise<readonly number[]> {
  return [...(await engine.tensors.weights()).values()].flatMap(({ values }) => [...values]);
}
