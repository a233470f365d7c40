/**
 * A worker of Cloudflare's runtime that answers with what `remember` returns.
 *
 * @module
 */
import { remember } from './worker.ts';

// biome-ignore lint/style/noDefaultExport: the runtime looks for a default export
export default {
  fetch: async (): Promise<Response> => new Response(await remember()),
};
