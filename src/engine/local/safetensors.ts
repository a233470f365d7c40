/**
 * Encodes and decodes safetensors files with 32-bit floats.
 *
 * @module
 */

import { z } from 'zod';
import type { AtomMemError } from '../../shared/error.ts';
import { engineError } from '../engine-error.ts';

/** A tensor of 32-bit floats in row-major order. */
export interface Tensor {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** The contents of a safetensors file: named tensors and text metadata. */
export interface SafetensorsFile {
  readonly tensors: ReadonlyMap<string, Tensor>;
  readonly metadata: Readonly<Record<string, string>>;
}

const WHOLE = z.number().int().nonnegative();
const HEADER_ENTRY = z.object({
  dtype: z.string(),
  shape: z.array(WHOLE),
  data_offsets: z.tuple([WHOLE, WHOLE]),
});
const METADATA = z.record(z.string(), z.string());

const LENGTH_BYTES = 8;

/** Encodes a file: the header's length (64 bits, little-endian), the header as JSON, then the tensors. */
export function encodeSafetensors(file: SafetensorsFile): Uint8Array {
  const header: Record<string, unknown> = { __metadata__: file.metadata };
  let end = 0;
  for (const [name, { shape, values }] of file.tensors) {
    header[name] = { dtype: 'F32', shape, data_offsets: [end, end + values.byteLength] };
    end += values.byteLength;
  }
  const json = JSON.stringify(header);
  // Spaces at the end of the header align the tensors to 8 bytes.
  const text = Buffer.from(json + ' '.repeat((8 - (Buffer.byteLength(json) % 8)) % 8));
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeBigUInt64LE(BigInt(text.length));
  const data = [...file.tensors.values()].map(({ values }) => toBytes(values));
  return Buffer.concat([length, text, ...data]);
}

/**
 * Decodes a file that holds 32-bit floats only.
 *
 * @throws AtomMemError `bad-checkpoint` if the bytes are truncated or inconsistent
 */
export function decodeSafetensors(bytes: Uint8Array, path: string): SafetensorsFile {
  const fail = (problem: string): AtomMemError =>
    engineError('bad-checkpoint', `${path}: ${problem}`, `take another checkpoint`);
  if (bytes.length < LENGTH_BYTES) throw fail(`${bytes.length} bytes is too short for a safetensors file`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const dataStart = LENGTH_BYTES + Number(view.getBigUint64(0, true));
  if (dataStart > bytes.length) throw fail(`the header ends at byte ${dataStart} of ${bytes.length}`);
  const header = parseHeader(bytes.subarray(LENGTH_BYTES, dataStart));
  if (header === undefined) throw fail('the header is not a JSON object');
  const { __metadata__: notes = {}, ...entries } = header;
  const metadata = METADATA.safeParse(notes).data;
  if (metadata === undefined) throw fail('__metadata__ is not an object of strings');
  const tensors = new Map<string, Tensor>();
  for (const [name, value] of Object.entries(entries)) {
    const entry = HEADER_ENTRY.safeParse(value).data;
    if (entry === undefined) throw fail(`tensor "${name}" has an invalid type, shape or offset`);
    const { dtype, shape, data_offsets: offsets } = entry;
    if (dtype !== 'F32') throw fail(`tensor "${name}" is of type ${dtype}, expected F32`);
    const [from, to] = offsets;
    const size = shape.reduce((product, side) => product * side, 1);
    if (to - from !== 4 * size)
      throw fail(`tensor "${name}" has ${to - from} bytes, but its shape needs ${4 * size}`);
    if (dataStart + to > bytes.length) {
      throw fail(`tensor "${name}" ends at byte ${dataStart + to} of ${bytes.length}: the file is truncated`);
    }
    const start = bytes.byteOffset + dataStart;
    // `slice` of a Buffer would not copy. The data may not be aligned to 4 bytes, so a copy is needed.
    const values = new Float32Array(bytes.buffer.slice(start + from, start + to));
    tensors.set(name, { shape, values });
  }
  return { tensors, metadata };
}

function parseHeader(text: Uint8Array): Record<string, unknown> | undefined {
  try {
    const header: unknown = JSON.parse(Buffer.from(text).toString());
    return typeof header === 'object' && header !== null ? (header as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

function toBytes(values: Float32Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}
