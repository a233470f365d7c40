/**
 * Tests `locateModule`.
 *
 * @module
 */
import { expect, it } from 'vitest';
import { locateModule } from './locate-module.ts';

it.each([
  ['file:///dist/atommem/src/engine/local/pool.ts', 'file:///dist/atommem/src/engine/local/worker.ts'],
  [
    'file:///src/node_modules/atommem/dist/chunks/a.js',
    'file:///src/node_modules/atommem/dist/engine/local/worker.js',
  ],
])('locates a module from %s', (from, expected) => {
  expect(locateModule('engine/local/worker', from).href).toBe(expected);
});
