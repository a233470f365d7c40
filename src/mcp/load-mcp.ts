/**
 * Loads the MCP SDK on demand.
 *
 * @module
 */
import { importPackage } from '../shared/import-package.ts';

/** The package `@modelcontextprotocol/server`. */
export type McpModule = typeof import('@modelcontextprotocol/server');

/** @throws AtomMemError `missing-package` */
export function loadMcp(): Promise<McpModule> {
  return importPackage(
    '@modelcontextprotocol/server',
    'The MCP server',
    () => import('@modelcontextprotocol/server'),
  );
}
