/**
 * `loadConversations`: reads long conversations with questions, from files in several layouts.
 *
 * @module
 */
import { existsSync, statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { readReason, readTextBytes } from '../documents/read-bytes.ts';
import type { Conversation } from '../task/dialogue/conversation.ts';
import { beamFormat, convertOriginalBeam } from './beam.ts';
import type { ConversationFormat } from './conversation-format.ts';
import { createDatasetError } from './dataset-file-error.ts';
import { locomoFormat } from './locomo.ts';
import { longMemEvalFormat } from './longmemeval.ts';
import { findLongMemEvalV2 } from './longmemeval-v2.ts';
import { loadPersonaMem } from './personamem.ts';
import { excludeQuestions, type LoadConversationsOptions, readConversations } from './read-conversations.ts';

/** Layouts of one file. */
export const FORMATS: readonly ConversationFormat[] = [beamFormat, longMemEvalFormat, locomoFormat];

/** Layouts of several files, for errors. */
export const FOLDERS: readonly string[] = [
  'BEAM (folders with chat.json)',
  'LongMemEval-V2 (folder with questions.jsonl and trajectories.jsonl)',
  'PersonaMem (questions_….csv beside shared_contexts_….jsonl)',
];

/**
 * Reads conversations and their questions. The layout is recognised by content:
 *
 * - LoCoMo: `locomo10.json`, or one conversation a line
 * - BEAM: one chat a line, or folders of its repository with `chat.json` and
 *   `probing_questions/probing_questions.json`
 * - LongMemEval: `longmemeval_s.json` and `longmemeval_m.json`
 * - PersonaMem: `questions_….csv` beside `shared_contexts_….jsonl`
 *
 * Evidence that names no turn is left out. Dates may be missing. A turn id that occurs twice gets a suffix (`D1:3#2`).
 *
 * @throws AtomMemError `unknown-format` naming the known layouts, and file errors with `details.path` and
 * `details.line`
 * @example const chats = await loadConversations('beam/chats/100K');
 */
export async function loadConversations(
  path: string,
  options: LoadConversationsOptions = {},
): Promise<readonly Conversation[]> {
  if (findLongMemEvalV2(path) !== undefined) {
    const problem = 'is LongMemEval-V2, whose trajectories do not fit in memory';
    throw createDatasetError('unknown-format', { path, problem, remedy: 'Use loadMemoryStreams' });
  }
  if (existsSync(path) && statSync(path).isDirectory()) {
    return excludeQuestions(await loadBeamFolder(path), options);
  }
  if (basename(path) === 'chat.json') return excludeQuestions(await loadBeamFolder(dirname(path)), options);
  if (/\.csv$/i.test(path)) return excludeQuestions(await loadPersonaMem(path), options);
  return readConversations(path, FORMATS, options, FOLDERS);
}

/** Reads a chat folder of BEAM's repository, or a folder of them in the order of their numbers. */
async function loadBeamFolder(folder: string): Promise<readonly Conversation[]> {
  const names = existsSync(join(folder, 'chat.json')) ? ['.'] : await readdir(folder);
  const chats = names
    .filter((name) => existsSync(join(folder, name, 'chat.json')))
    .sort((one, other) => one.localeCompare(other, 'en', { numeric: true }));
  if (chats.length === 0) {
    const problem = 'holds no chat.json';
    const remedy = `Known layouts: ${[...FORMATS.map(({ name }) => name), ...FOLDERS].join('; ')}`;
    throw createDatasetError('unknown-format', { path: folder, problem, remedy });
  }
  return Promise.all(chats.map((name) => loadBeamChat(join(folder, name))));
}

async function loadBeamChat(folder: string): Promise<Conversation> {
  const path = join(folder, 'chat.json');
  const scale = basename(dirname(folder));
  const id = `${scale}-${basename(folder)}`;
  const questions = join(folder, 'probing_questions', 'probing_questions.json');
  const read = beamFormat.read(
    convertOriginalBeam(
      id,
      scale,
      await readJson(path),
      existsSync(questions) ? await readJson(questions) : {},
    ),
  );
  if (!('fault' in read)) return read;
  const remedy = 'Download the folder again';
  throw createDatasetError('malformed-record', { path, problem: read.fault, remedy });
}

async function readJson(path: string): Promise<unknown> {
  const text = (await readTextBytes(path)).toString('utf8');
  try {
    return JSON.parse(text);
  } catch (cause) {
    const problem = `is not valid JSON (${readReason(cause)})`;
    throw createDatasetError('malformed-json', { path, problem, remedy: 'Download the file again' });
  }
}
