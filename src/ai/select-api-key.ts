/**
 * Chooses the API key for a server from the environment.
 *
 * @module
 */

/** The only host that receives `OPENAI_API_KEY`. */
const OPENAI = 'api.openai.com';

/** The server's purpose. Embedding servers can have a separate key. */
export type ServerRole = 'chat' | 'embedding';

/**
 * Returns the key for a server. `OPENAI_API_KEY` is sent only to `https://api.openai.com`. Other servers get
 * `ATOMMEM_API_KEY`. If `ATOMMEM_EMBEDDING_API_KEY` is set, embedding servers get it instead. Blank values count as
 * unset.
 */
export function selectApiKey(
  address: string,
  environment: Readonly<Record<string, string | undefined>>,
  role: ServerRole = 'chat',
): string | undefined {
  const read = (name: string): string | undefined => environment[name]?.trim() || undefined;
  const url = URL.parse(address);
  const isOpenAI = url?.protocol === 'https:' && url.hostname === OPENAI && url.port === '';
  const own = role === 'embedding' ? read('ATOMMEM_EMBEDDING_API_KEY') : undefined;
  return own ?? (isOpenAI ? read('OPENAI_API_KEY') : undefined) ?? read('ATOMMEM_API_KEY');
}
