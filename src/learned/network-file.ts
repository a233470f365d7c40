/**
 * Networks as JSON: format, language, feature names and weights, checked when they are read.
 *
 * @module
 */
import { AtomMemError } from '../shared/error.ts';
import type { JsonObject, JsonValue } from '../shared/json.ts';
import { countWeights, HEADS, type Network } from './network.ts';

/** The only language whose stems and names the features know. */
const LANGUAGE = 'en';

/** Which networks a file may hold. */
export interface NetworkKind {
  /** Version of the file. */
  readonly format: string;
  /** Features in the order of a row. */
  readonly features: readonly string[];
  /** Command that trains such a network. */
  readonly training: string;
}

/** Returns a network as the JSON value of a file. */
export function formatNetwork(
  { hidden, weights }: Network,
  { format, features }: NetworkKind,
  origin: JsonObject,
): JsonObject {
  return {
    ...{ format, language: LANGUAGE, origin, features: [...features], hidden },
    weights: Array.from(weights, (weight) => Math.round(weight * 1e4) / 1e4),
  };
}

/** A network with what else its file says. */
export interface ParsedNetwork {
  readonly network: Network;
  readonly origin: JsonObject;
  readonly value: JsonObject;
  /** Throws for another problem of the file. */
  readonly refuse: (problem: string) => never;
}

/**
 * Reads the JSON value of a file with a network.
 *
 * @param name what the file is called in errors
 * @throws AtomMemError `bad-argument` if the value has another format, language, list of features or size
 */
export function parseNetwork(value: JsonValue, kind: NetworkKind, name: string): ParsedNetwork {
  const { format, features, training } = kind;
  const retrain = `Train new weights: ${training}`;
  const refuse = (problem: string, remedy = retrain): never => {
    throw new AtomMemError('bad-argument', {
      problem: `${name} ${problem}`,
      remedy,
      details: { option: 'weights', value: name },
    });
  };
  if (!isRecord(value)) return refuse('is not a JSON object', 'Pass the content of a weights file');
  const trainedBy = TRAININGS.get(readKind(value.format));
  if (trainedBy !== undefined && readKind(format) !== readKind(value.format))
    return refuse(
      `was trained by \`${trainedBy}\` for another use`,
      `Pass weights of \`${training.split(' --')[0]}\``,
    );
  if (value.format !== format)
    return refuse(`has the format ${JSON.stringify(value.format ?? null)}, not "${format}"`);
  if (value.language !== LANGUAGE)
    return refuse(`is for the language ${JSON.stringify(value.language ?? null)}, not "${LANGUAGE}"`);
  const difference = compareFeatures(value.features, features);
  if (difference !== undefined) return refuse(difference);
  const { hidden, weights, origin } = value;
  if (!isCount(hidden) || hidden < 1) return refuse('does not give the number of hidden units');
  const expected = countWeights(features.length, hidden);
  const accepted = [expected, countWeights(features.length, hidden, HEADS.length - 1)];
  if (!Array.isArray(weights) || !accepted.includes(weights.length) || !weights.every(Number.isFinite))
    return refuse(`does not have ${expected} finite weights`);
  // Older files have no weights for the head that chooses Reads. With zeros, the network never searches.
  const all = new Float64Array(expected);
  all.set(weights as number[]);
  return {
    network: { inputs: features.length, hidden, weights: all },
    origin: isRecord(origin) ? origin : {},
    value,
    refuse,
  };
}

/** Commands by the kind of network that they train, because users mix up their files. */
const TRAININGS: ReadonlyMap<string, string> = new Map([
  ['atommem.controller', 'atommem train controller'],
  ['atommem.conversation-controller', 'atommem train conversation'],
]);

/** Returns a format without its version. */
function readKind(format: JsonValue | undefined): string {
  return String(format).split('/')[0]!;
}

/** Describes how a list of features differs from the one that this version computes. */
function compareFeatures(given: JsonValue | undefined, features: readonly string[]): string | undefined {
  if (!Array.isArray(given)) return 'has no list of features';
  const unknown = given.find((name) => !features.includes(String(name)));
  if (unknown !== undefined)
    return `uses the feature ${JSON.stringify(unknown)}, which this version does not compute`;
  const missing = features.find((name) => !given.includes(name));
  if (missing !== undefined) return `lacks the feature "${missing}" of this version`;
  return given.every((name, place) => name === features[place])
    ? undefined
    : 'lists its features in another order';
}

/** Tells whether a value is a JSON object. */
export function isRecord(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Tells whether a value is a whole number of at least 0. */
export function isCount(value: JsonValue | undefined): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0;
}
