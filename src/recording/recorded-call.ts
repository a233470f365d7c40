/**
 * The format of a recorded model call, and its address in a store.
 * @module
 */

export const RECORDED_CALL_SCHEMA = 'atommem.recorded-call/1';

/** A model call and every reply recorded for it. */
export interface RecordedCall {
  readonly schema: typeof RECORDED_CALL_SCHEMA;
  /** The parameters that determine the reply, without headers and secrets. */
  readonly request: CallRequest;
  /** Replies in call order. A sampled model answers the same call differently each time. */
  readonly replies: readonly unknown[];
}

export interface CallRequest {
  readonly kind: 'chat' | 'embedding';
  readonly model: string;
  readonly [parameter: string]: unknown;
}

/** Storage for recorded calls, keyed by the hash of their request. */
export interface CallStore {
  get(key: string): Promise<RecordedCall | undefined>;
  put(key: string, call: RecordedCall): Promise<void>;
  /** Returns every call, in any order. It is read to find the nearest call if a call is not recorded. */
  all(): Promise<readonly RecordedCall[]>;
}

/** Creates a call store in memory. Its contents are lost when the process ends. */
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

/** Replaces a secret. */
const STRUCK_OUT = '[secret]';

/** Parameters that affect how a call is made but not its reply. */
const NOT_ASKED: ReadonlySet<string> = new Set(['headers', 'abortSignal', 'includeRawChunks']);

const SECRET_NAME =
  /^(?:.*[-_])?(?:api[-_]?key|authorization|password|secret|(?:access|auth|bearer)[-_]?token)$/i;

/** Extracts the parameters that determine the reply and that are safe to record. */
export function toCallRequest(
  kind: CallRequest['kind'],
  model: string,
  parameters: object,
  secrets: readonly string[] = [],
): CallRequest {
  const asked = Object.entries(parameters).filter(([name]) => !NOT_ASKED.has(name));
  return { kind, model, ...(recordable(Object.fromEntries(asked), secrets) as object) };
}

/**
 * Converts a value to plain data with sorted keys. Redacts every text in `secrets` and every field named like
 * a credential.
 */
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

/** Returns the SHA-256 of a request. Equal requests have equal keys on every machine. */
export async function hashRequest(request: CallRequest): Promise<string> {
  const bytes = new TextEncoder().encode(JSON.stringify(request));
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
