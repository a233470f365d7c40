import type { Codec } from '../codec/codec.ts';
import { paperCodec } from '../codec/paper.ts';
import { toolCallsCodec } from '../codec/tool-calls.ts';
import { type Atommem8bOptions, createAtommem8bCodec } from '../released/atommem-8b-codec.ts';

/** Every codec by its name; the first is the project's default. */
export const codecNames = ['paper', 'atommem-8b', 'tool-calls'] as const;

export type CodecName = (typeof codecNames)[number];

/**
 * The codec of that name. Options are those of `atommem-8b`; the others have none.
 *
 * @throws Error for an unknown name, with the known ones.
 * @example
 * createCodec('paper').parse('<create_memory>Ada was born in London.</create_memory>').operations;
 */
export function createCodec(name: string, options: Atommem8bOptions = {}): Codec {
  switch (name) {
    case 'paper':
      return paperCodec;
    case 'atommem-8b':
      return createAtommem8bCodec(options);
    case 'tool-calls':
      return toolCallsCodec;
    default:
      throw new Error(`unknown codec "${name}"; choose one of ${codecNames.join(', ')}`);
  }
}
