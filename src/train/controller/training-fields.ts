/**
 * Options that `atommem train controller` and `atommem train conversation` share.
 *
 * @module
 */
import { z } from 'zod';
import { field } from '../../shared/config.ts';

/** Creates the option for seeds. */
export const createSeedsField = (help: string): z.ZodType<readonly number[]> =>
  field(z.array(z.int().min(0)).min(1).default([1, 2, 3]), {
    help,
    value: 'list',
    accepts: 'whole numbers of at least 0, separated by commas',
  });

/** Creates the option for the folder of results. */
export const createOutField = (help: string): z.ZodType<string> =>
  field(z.string(), { help, value: 'folder', transient: true });

/** Creates the option for output as JSON. */
export const createJsonField = (): z.ZodType<boolean> =>
  field(z.boolean().default(false), { help: 'print one JSON document and nothing else', transient: true });
