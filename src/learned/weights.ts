/**
 * Weights files of the controller: network, feature names and word counts as JSON.
 *
 * @module
 */
import type { JsonObject, JsonValue } from '../shared/json.ts';
import { FEATURE_NAMES } from './features.ts';
import type { Network } from './network.ts';
import { formatNetwork, isCount, isRecord, type NetworkKind, parseNetwork } from './network-file.ts';
import type { WordCounts } from './word-counts.ts';

/** Networks of the controller. */
const CONTROLLER: NetworkKind = {
  format: 'atommem.controller/1',
  features: FEATURE_NAMES,
  training: 'atommem train controller --data FILES --out FOLDER',
};

/** What the controller has learned. */
export interface ControllerWeights {
  readonly network: Network;
  readonly words: WordCounts;
  /** How the weights were trained: command, data, seed. */
  readonly origin: JsonObject;
}

/** Returns weights as the JSON value of a weights file. */
export function formatWeights({ network, words, origin }: ControllerWeights): JsonObject {
  return {
    ...formatNetwork(network, CONTROLLER, origin),
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
  const { network, origin, value: file, refuse } = parseNetwork(value, CONTROLLER, name);
  const { words } = file;
  if (!isRecord(words) || !isCount(words.documents) || !isRecord(words.stems))
    return refuse('has no word counts');
  const stems = Object.entries(words.stems);
  if (!stems.every((entry): entry is [string, number] => isCount(entry[1])))
    return refuse('has a word count that is not a whole number');
  return { network, origin, words: { documents: words.documents, stems: new Map(stems) } };
}
