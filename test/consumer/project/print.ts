/**
 * Prints what `remember` returns, in Deno and in Bun.
 *
 * @module
 */
import { remember } from './worker.ts';

console.log(await remember());
