/**
 * The option `--json` of commands whose options come from a schema.
 *
 * @module
 */
import { z } from 'zod';
import { field } from './config.ts';

/** The schema field of `--json`. Results do not depend on it. */
export const jsonField: z.ZodType<boolean> = field(z.boolean().default(false), {
  help: 'print one JSON document and nothing else',
  transient: true,
});
