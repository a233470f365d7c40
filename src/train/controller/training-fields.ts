/**
 * Options that `atommem train controller`, `atommem train conversation` and `atommem bench credit` share.
 *
 * @module
 */
import { z } from 'zod';
import { field } from '../../shared/config.ts';
import { acceptsBudgets, BUDGETS } from './budget.ts';

/** Creates the option for seeds. Each seed has its own results, so a resumed run may add seeds. */
export const createSeedsField = (help: string): z.ZodType<readonly number[]> =>
  field(
    z
      .array(z.int().min(0))
      .min(1)
      .refine((seeds) => new Set(seeds).size === seeds.length, 'give each seed once')
      .default([1, 2, 3]),
    {
      help,
      value: 'list',
      accepts: 'whole numbers of at least 0, separated by commas',
      transient: true,
    },
  );

/** Creates the option for limits of memory. */
export const createBudgetField = (defaults: string): z.ZodType<string> =>
  field(z.string().refine(acceptsBudgets, `give ${BUDGETS}`).default(defaults), {
    help: 'limits of memory: entries, or characters as in 2000ch',
    value: 'list',
    accepts: BUDGETS,
  });

/** Creates the option for the folder of results. */
export const createOutField = (help: string): z.ZodType<string> =>
  field(z.string().min(1), { help, value: 'folder', accepts: 'a folder', transient: true });
