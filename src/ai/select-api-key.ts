/**
 * Chooses the API key for a server from the environment.
 *
 * @module
 */

/** The one host that `OPENAI_API_KEY` belongs to. */
const OPENAI = 'api.openai.com';

/** What the server is asked for. Embedding servers may have a key of their own. */
export type ServerRole = 'chat' | 'embedding';

/**
 * Returns the key for a server. `OPENAI_API_KEY` goes to `https://api.openai.com` and to no other host. Other
 * servers get `ATOMMEM_API_KEY`; embedding servers get `ATOMMEM_EMBEDDING_API_KEY` if it is set. Blank
 * values count as absent.
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
