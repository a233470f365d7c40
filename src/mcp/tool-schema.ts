/**
 * Turns JSON schemas into the schemas that the MCP SDK accepts.
 *
 * @module
 */
import type { StandardSchemaWithJSON } from '@modelcontextprotocol/server';
import type { JsonObject } from '../shared/json.ts';
import type { McpModule } from './load-mcp.ts';

/**
 * Returns a schema that clients see and that accepts any input. The tools check the input themselves and answer with a
 * remedy, which the SDK's own messages lack.
 */
export function toToolSchema(
  { fromJsonSchema }: McpModule,
  schema: JsonObject,
): StandardSchemaWithJSON<JsonObject, JsonObject> {
  return fromJsonSchema<JsonObject>(schema, {
    getValidator: () => (input) => ({ valid: true, data: input as never, errorMessage: undefined }),
  });
}
