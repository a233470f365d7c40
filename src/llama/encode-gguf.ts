/**
 * Writes a GGUF file with 32-bit floats.
 *
 * @module
 */

/** A number is written as a 32-bit integer, `{ float }` as a 32-bit float. */
export type GgufField = string | number | { readonly float: number } | readonly string[];

/** A tensor. The first axis of the shape is the innermost one, as in GGUF. */
export interface GgufTensor {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

const VERSION = 3;
const ALIGNMENT = 32;
const F32 = 0;
const TYPES = { whole: 4, float: 6, string: 8, array: 9 } as const;

/** Encodes a file: the header with the fields, the table of tensors, then their values. */
export function encodeGguf(
  fields: Readonly<Record<string, GgufField>>,
  tensors: ReadonlyMap<string, GgufTensor>,
): Uint8Array {
  const parts: Uint8Array[] = [Buffer.from('GGUF')];
  const write32 = (value: number): void => {
    const part = Buffer.alloc(4);
    part.writeUInt32LE(value);
    parts.push(part);
  };
  const write64 = (value: number): void => {
    const part = Buffer.alloc(8);
    part.writeBigUInt64LE(BigInt(value));
    parts.push(part);
  };
  const writeText = (value: string): void => {
    const bytes = Buffer.from(value);
    write64(bytes.length);
    parts.push(bytes);
  };
  write32(VERSION);
  write64(tensors.size);
  write64(Object.keys(fields).length);
  for (const [key, value] of Object.entries(fields)) {
    writeText(key);
    if (typeof value === 'string') {
      write32(TYPES.string);
      writeText(value);
    } else if (typeof value === 'number') {
      write32(TYPES.whole);
      write32(value);
    } else if ('float' in value) {
      write32(TYPES.float);
      parts.push(Buffer.from(Float32Array.of(value.float).buffer));
    } else {
      write32(TYPES.array);
      write32(TYPES.string);
      write64(value.length);
      for (const item of value) writeText(item);
    }
  }
  let offset = 0;
  for (const [name, { shape, values }] of tensors) {
    writeText(name);
    write32(shape.length);
    for (const size of shape) write64(size);
    write32(F32);
    write64(offset);
    offset += align(values.byteLength);
  }
  const pad = (length: number): void => void parts.push(Buffer.alloc(align(length) - length));
  pad(parts.reduce((sum, { length }) => sum + length, 0));
  for (const { values } of tensors.values()) {
    parts.push(Buffer.from(values.buffer, values.byteOffset, values.byteLength));
    pad(values.byteLength);
  }
  return Buffer.concat(parts);
}

function align(length: number): number {
  return Math.ceil(length / ALIGNMENT) * ALIGNMENT;
}
