/**
 * Prices of a model's tokens.
 *
 * @module
 */
import { AtomMemError } from '../shared/error.ts';

/** Prices per million tokens, in any currency. */
export interface Prices {
  readonly promptPerMillion: number;
  /** Prompt tokens that the server had cached. */
  readonly cachedPerMillion: number;
  readonly completionPerMillion: number;
}

/** Tokens of an episode. `promptTokens` includes `cachedTokens`. */
export interface Tokens {
  readonly promptTokens: number;
  readonly cachedTokens: number;
  readonly completionTokens: number;
}

const MILLION = 1_000_000;

/**
 * Returns the price of tokens. If tokens were used and no prices are given, returns `null`, so that an unknown cost
 * is never shown as zero.
 *
 * @example
 * priceTokens(cost, { promptPerMillion: 0.2, cachedPerMillion: 0.02, completionPerMillion: 0.8 });
 */
export function priceTokens(tokens: Tokens, prices: Prices | undefined): number | null {
  const { promptTokens, cachedTokens, completionTokens } = tokens;
  if (promptTokens + completionTokens === 0) return 0;
  if (prices === undefined) return null;
  const fresh = promptTokens - cachedTokens;
  return (
    (fresh * prices.promptPerMillion +
      cachedTokens * prices.cachedPerMillion +
      completionTokens * prices.completionPerMillion) /
    MILLION
  );
}

/**
 * Reads prices from data such as a JSON file. `cachedPerMillion` defaults to the prompt price.
 *
 * @throws AtomMemError `malformed-record` naming the field and what it should be.
 */
export function readPrices(value: unknown, path = 'prices'): Prices {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw malformed(
      path,
      'does not hold an object',
      '{"promptPerMillion": 0.2, "completionPerMillion": 0.8}',
    );
  }
  const fields = value as Readonly<Record<string, unknown>>;
  const readPrice = (field: keyof Prices, otherwise?: number): number => {
    const given = fields[field] ?? otherwise;
    if (typeof given === 'number' && Number.isFinite(given) && given >= 0) return given;
    throw malformed(path, `has ${field} ${JSON.stringify(given) ?? 'missing'}`, 'a number of at least 0');
  };
  const promptPerMillion = readPrice('promptPerMillion');
  return {
    promptPerMillion,
    cachedPerMillion: readPrice('cachedPerMillion', promptPerMillion),
    completionPerMillion: readPrice('completionPerMillion'),
  };
}

function malformed(path: string, problem: string, wanted: string): AtomMemError {
  return new AtomMemError('malformed-record', {
    problem: `${path} ${problem}`,
    remedy: `Write ${wanted}`,
    details: { path },
  });
}
