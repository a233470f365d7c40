/**
 * Writes operations as tags.
 *
 * @module
 */
import type { TagNames } from './tag-parser.ts';
import type { WrittenOperation } from './written-operation.ts';

/** Writes one operation as a tag. `encode` is the dialect's escape. */
export function writeTag(
  operation: WrittenOperation,
  names: TagNames,
  encode: (text: string) => string,
): string {
  switch (operation.op) {
    case 'create':
      return pair(names.create, encode(operation.text));
    case 'read':
      return pair(names.read, encode(operation.query));
    case 'delete':
      return pair(names.delete, `Memory ${operation.target.slot}`);
    case 'update': {
      const text = encode(operation.text);
      if (operation.target === 'scratchpad') return pair(names.scratchpad, text);
      return pair(names.update, `Memory ${operation.target.slot}: ${text}`);
    }
  }
}

/** Puts text between the opening and closing tag of a name. */
export function pair(name: string, content: string): string {
  return `<${name}>${content}</${name}>`;
}
