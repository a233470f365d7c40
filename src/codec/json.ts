/**
 * The codec of the `json` format: a JSON array of operations.
 *
 * @module
 */
import { parseCallText, renderCallText } from './call-text.ts';
import type { Codec, WritableReply } from './codec.ts';
import { type WrittenOperation, writeOperation } from './written-operation.ts';

/**
 * Reads and writes a JSON array with one object for each operation:
 *
 * ```json
 * [
 * {"op":"create","text":"…"},
 * {"op":"read","query":"…"},
 * {"op":"update","slot":2,"text":"…"},
 * {"op":"delete","slot":3},
 * {"op":"scratchpad","text":"…"},
 * {"op":"answer","text":"…"}
 * ]
 * ```
 *
 * A call of a task's tool is `{"op":"tool","name":"…","input":{…}}`. `parse` reads everything that the `tools`
 * codec reads, too.
 */
export const jsonCodec: Codec = {
  name: 'json',
  parse: parseCallText,
  render: (reply) => renderCallText(renderObjects(reply)),
};

function renderObjects({ operations, answers = [], tool }: WritableReply): readonly object[] {
  return [
    ...operations.map((operation) => toObject(writeOperation(operation))),
    ...answers.map((answer) => ({ op: 'answer', text: answer.trim() })),
    ...(tool === undefined ? [] : [{ op: 'tool', name: tool.name, input: tool.input }]),
  ];
}

function toObject(operation: WrittenOperation): object {
  switch (operation.op) {
    case 'create':
    case 'read':
      return operation;
    case 'delete':
      return { op: 'delete', slot: operation.target.slot };
    case 'update': {
      const { target, text } = operation;
      return target === 'scratchpad' ? { op: 'scratchpad', text } : { op: 'update', slot: target.slot, text };
    }
  }
}
