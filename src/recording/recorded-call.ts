export const RECORDED_CALL_SCHEMA = 'atommem.recorded-call/1';

/** One call of a model with all that it was ever answered. */
export interface RecordedCall {
  readonly schema: typeof RECORDED_CALL_SCHEMA;
  /** What the reply depends on, without headers and secrets. */
  readonly request: CallRequest;
  /** In the order of asking: a sampled model answers the same call in more than one way. */
  readonly replies: readonly unknown[];
}

export interface CallRequest {
  readonly kind: 'chat' | 'embedding';
  readonly model: string;
  readonly [parameter: string]: unknown;
}

/** Where recorded calls lie, by the hash of their request. */
export interface CallStore {
  get(key: string): Promise<RecordedCall | undefined>;
  put(key: string, call: RecordedCall): Promise<void>;
  /** Every call, in any order: read when a call is not found, to say what is nearest to it. */
  all(): Promise<readonly RecordedCall[]>;
}

/** A store that lives and dies with the process. */
export function createCallStore(): CallStore {
  const calls = new Map<string, RecordedCall>();
  return {
    get: async (key) => calls.get(key),
    async put(key, call) {
      calls.set(key, call);
    },
    all: async () => [...calls.values()],
  };
}

/** Stands where a secret stood. */
const STRUCK_OUT = '[secret]';

/** Parameters that say how a call is made, not what is asked. */
const NOT_ASKED: ReadonlySet<string> = new Set(['headers', 'abortSignal', 'includeRawChunks']);

const SECRET_NAME =
  /^(?:.*[-_])?(?:api[-_]?key|authorization|password|secret|(?:access|auth|bearer)[-_]?token)$/i;

/** The part of a call that its reply depends on and that may be recorded. */
export function requestOf(
  kind: CallRequest['kind'],
  model: string,
  parameters: object,
  secrets: readonly string[] = [],
): CallRequest {
  const asked = Object.entries(parameters).filter(([name]) => !NOT_ASKED.has(name));
  return { kind, model, ...(recordable(Object.fromEntries(asked), secrets) as object) };
}

/** Plain data with sorted names; what is named like a credential and every one of `secrets` is struck out. */
export function recordable(value: unknown, secrets: readonly string[] = []): unknown {
  if (typeof value === 'string') {
    return secrets.reduce((text, secret) => text.replaceAll(secret || STRUCK_OUT, STRUCK_OUT), value);
  }
  if (Array.isArray(value)) return value.map((item) => recordable(item, secrets) ?? null);
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value)
    .filter(([, field]) => field !== undefined && typeof field !== 'function')
    .sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(
    fields.map(([name, field]) => [name, SECRET_NAME.test(name) ? STRUCK_OUT : recordable(field, secrets)]),
  );
}

/** The address of a call: SHA-256 of its request. Equal requests have equal addresses on every machine. */
export async function keyOf(request: CallRequest): Promise<string> {
  const bytes = new TextEncoder().encode(JSON.stringify(request));
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
