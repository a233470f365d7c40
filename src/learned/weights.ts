/**
 * Weights files of the controller: network, feature names and word counts as JSON.
 *
 * @module
 */
import type { JsonObject, JsonValue } from '../shared/json.ts';
import { EMBEDDED_FEATURE_NAMES, FEATURE_NAMES } from './features.ts';
import type { Network } from './network.ts';
import { formatNetwork, isCount, isRecord, type NetworkKind, parseNetwork } from './network-file.ts';
import type { WordCounts } from './word-counts.ts';

/** Networks of the controller. */
const CONTROLLER: NetworkKind = {
  format: 'atommem.controller/1',
  features: FEATURE_NAMES,
  training: 'atommem train controller --data FILES --out FOLDER',
};

/** Networks that also read the similarities of an embedder. */
const EMBEDDED: NetworkKind = {
  ...CONTROLLER,
  features: EMBEDDED_FEATURE_NAMES,
  training: `${CONTROLLER.training} --embedder PLACE`,
};

/** What the controller has learned. */
export interface ControllerWeights {
  readonly network: Network;
  readonly words: WordCounts;
  /** Name of the embedder that training used. Absent: the network reads no similarities. */
  readonly embedder?: string;
  /** How the weights were trained: command, data, seed. */
  readonly origin: JsonObject;
}

/** Returns weights as the JSON value of a weights file. */
export function formatWeights({ network, words, embedder, origin }: ControllerWeights): JsonObject {
  return {
    ...formatNetwork(network, embedder === undefined ? CONTROLLER : EMBEDDED, origin),
    ...(embedder !== undefined && { embedder }),
    words: { documents: words.documents, stems: Object.fromEntries([...words.stems].sort()) },
  };
}

/**
 * Reads the JSON value of a weights file.
 *
 * @param name what the file is called in errors. Default: `weights`
 * @throws AtomMemError `bad-argument` if the value has another format, language, list of features or size
 * @example
 * const weights = parseWeights(JSON.parse(await readFile('weights.json', 'utf8')), 'weights.json');
 */
export function parseWeights(value: JsonValue, name = 'weights'): ControllerWeights {
  const embeds = isRecord(value) && value.embedder !== undefined;
  const { network, origin, value: file, refuse } = parseNetwork(value, embeds ? EMBEDDED : CONTROLLER, name);
  const { words, embedder } = file;
  if (embeds && typeof embedder !== 'string') return refuse('does not name its embedder as text');
  if (!isRecord(words) || !isCount(words.documents) || !isRecord(words.stems))
    return refuse('has no word counts');
  const stems = Object.entries(words.stems);
  if (!stems.every((entry): entry is [string, number] => isCount(entry[1])))
    return refuse('has a word count that is not a whole number');
  if (stems.some(([, count]) => count > Number(words.documents)))
    return refuse(`counts a word in more than its ${words.documents} documents`);
  return {
    ...{ network, origin, words: { documents: words.documents, stems: new Map(stems) } },
    embedder: typeof embedder === 'string' ? embedder : undefined,
  };
}
