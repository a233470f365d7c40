/**
 * Weights files of the controller: network, feature names and word counts as JSON.
 *
 * @module
 */
import { AtomMemError } from '../shared/error.ts';
import type { JsonObject, JsonValue } from '../shared/json.ts';
import { FEATURE_NAMES } from './features.ts';
import { countWeights, type Network } from './network.ts';
import type { WordCounts } from './word-counts.ts';

/** Version of the weights file. */
export const WEIGHTS_FORMAT = 'atommem.controller/1';

/** The only language whose stems and names the features know. */
const LANGUAGE = 'en';

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
    format: WEIGHTS_FORMAT,
    language: LANGUAGE,
    origin,
    features: [...FEATURE_NAMES],
    hidden: network.hidden,
    weights: Array.from(network.weights, (weight) => Math.round(weight * 1e4) / 1e4),
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
  const refuse = (problem: string, remedy: string): never => {
    throw new AtomMemError('bad-argument', {
      problem: `${name} ${problem}`,
      remedy,
      details: { option: 'weights', value: name },
    });
  };
  const retrain = 'Train new weights: atommem train controller --data FILES --out FOLDER';
  if (!isRecord(value)) return refuse('is not a JSON object', 'Pass the content of a weights file');
  if (value.format !== WEIGHTS_FORMAT)
    return refuse(`has the format ${JSON.stringify(value.format ?? null)}, not "${WEIGHTS_FORMAT}"`, retrain);
  if (value.language !== LANGUAGE)
    return refuse(`is for the language ${JSON.stringify(value.language ?? null)}, not "en"`, retrain);
  const difference = compareFeatures(value.features);
  if (difference !== undefined) return refuse(difference, retrain);
  const { hidden, weights, words, origin } = value;
  if (!isCount(hidden) || hidden < 1) return refuse('has no number of hidden units', retrain);
  const expected = countWeights(FEATURE_NAMES.length, hidden);
  if (!Array.isArray(weights) || weights.length !== expected || !weights.every(Number.isFinite))
    return refuse(`does not have ${expected} finite weights`, retrain);
  if (!isRecord(words) || !isCount(words.documents) || !isRecord(words.stems))
    return refuse('has no word counts', retrain);
  const stems = Object.entries(words.stems);
  if (!stems.every((entry): entry is [string, number] => isCount(entry[1])))
    return refuse('has a word count that is not a whole number', retrain);
  return {
    network: { inputs: FEATURE_NAMES.length, hidden, weights: Float64Array.from(weights as number[]) },
    words: { documents: words.documents, stems: new Map(stems) },
    origin: isRecord(origin) ? origin : {},
  };
}

/** Describes how a list of features differs from the one that this version computes. */
function compareFeatures(given: JsonValue | undefined): string | undefined {
  if (!Array.isArray(given)) return 'has no list of features';
  const unknown = given.find((name) => !FEATURE_NAMES.includes(String(name)));
  if (unknown !== undefined)
    return `uses the feature ${JSON.stringify(unknown)}, which this version does not compute`;
  const missing = FEATURE_NAMES.find((name) => !given.includes(name));
  if (missing !== undefined) return `lacks the feature "${missing}" of this version`;
  return given.every((name, place) => name === FEATURE_NAMES[place])
    ? undefined
    : 'lists its features in another order';
}

function isRecord(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isCount(value: JsonValue | undefined): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0;
}
