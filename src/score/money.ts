/** What a model's tokens cost, in any one currency, for a million of them. */
export interface Prices {
  readonly promptPerMillion: number;
  /** Prompt tokens that the server had cached. */
  readonly cachedPerMillion: number;
  readonly completionPerMillion: number;
}

/** Tokens as an episode counts them: `promptTokens` includes `cachedTokens`. */
export interface Tokens {
  readonly promptTokens: number;
  readonly cachedTokens: number;
  readonly completionTokens: number;
}

const MILLION = 1_000_000;

/**
 * What tokens cost; `null` where they were used and no prices are given, so that an unknown cost is never
 * shown as none.
 *
 * @example moneyOf(cost, { promptPerMillion: 0.2, cachedPerMillion: 0.02, completionPerMillion: 0.8 })
 */
export function moneyOf(tokens: Tokens, prices: Prices | undefined): number | null {
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
 * Reads prices from data such as a JSON file; a missing cached price is the prompt's.
 *
 * @throws one line that names the field, what stands there and what should.
 */
export function readPrices(value: unknown, name = 'prices'): Prices {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Error(`${name}: not an object; give {"promptPerMillion": 0.2, "completionPerMillion": 0.8}`);
  }
  const fields = value as Readonly<Record<string, unknown>>;
  const price = (field: keyof Prices, otherwise?: number): number => {
    const given = fields[field] ?? otherwise;
    if (typeof given === 'number' && Number.isFinite(given) && given >= 0) return given;
    throw new Error(`${name}: ${field} is ${JSON.stringify(given) ?? 'missing'}; give a number from 0 on`);
  };
  const promptPerMillion = price('promptPerMillion');
  return {
    promptPerMillion,
    cachedPerMillion: price('cachedPerMillion', promptPerMillion),
    completionPerMillion: price('completionPerMillion'),
  };
}
