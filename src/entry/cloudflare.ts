/**
 * The entry `atommem/cloudflare`: a store in the database of a Durable Object, for Cloudflare Agents.
 *
 * @module
 */
export { durableObjectStore } from '../adapter/cloudflare/durable-object-store.ts';
export type { SqlStorage } from '../adapter/cloudflare/log-tables.ts';
