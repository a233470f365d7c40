/**
 * Asks a model server for the context length of a model.
 *
 * @module
 */

/** Longest wait for the answer in milliseconds. It is only needed to fit sizes. */
const PATIENCE = 3000;

/** Fields in which servers report the context: vLLM and SGLang, LM Studio, OpenRouter, llama.cpp. */
const FIELDS: readonly string[] = ['max_model_len', 'loaded_context_length', 'context_length', 'n_ctx'];

/**
 * Returns the context length that a server reports for a model, in tokens, or `undefined` if it reports none. Reads
 * `/models`, and `/props` of llama.cpp.
 */
export async function readContextSize(
  baseURL: string,
  model: string,
  apiKey: string | undefined,
): Promise<number | undefined> {
  const base = baseURL.replace(/\/+$/, '');
  const listed = await fetchJson(`${base}/models`, apiKey);
  const models = readList(listed);
  const own = models.find((each) => each.id === model) ?? (models.length === 1 ? models[0] : undefined);
  const found = own === undefined ? undefined : findSize(own);
  if (found !== undefined) return found;
  const props = await fetchJson(`${base.replace(/\/v1$/, '')}/props`, apiKey);
  const settings = (props as { readonly default_generation_settings?: unknown } | undefined)
    ?.default_generation_settings;
  return findSize(settings);
}

async function fetchJson(url: string, apiKey: string | undefined): Promise<unknown> {
  try {
    const response = await fetch(url, {
      headers: apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` },
      signal: AbortSignal.timeout(PATIENCE),
      redirect: 'error',
    });
    return response.ok ? await response.json() : undefined;
  } catch {
    return undefined;
  }
}

function readList(answer: unknown): readonly Readonly<Record<string, unknown>>[] {
  const data = (answer as { readonly data?: unknown } | undefined)?.data;
  return Array.isArray(data) ? data.filter((each) => typeof each === 'object' && each !== null) : [];
}

function findSize(record: unknown): number | undefined {
  if (typeof record !== 'object' || record === null) return undefined;
  const sizes = FIELDS.map((field) => (record as Readonly<Record<string, unknown>>)[field]);
  return sizes.find((size): size is number => Number.isInteger(size) && (size as number) >= 256);
}
