/**
 * Rows of namespaces, and vectors as bytes.
 *
 * @module
 */
import type { SpaceRow } from '../record-row.ts';

/** A row of `namespace`. */
export interface NamespaceRow extends SpaceRow {
  readonly namespace_key: number;
  readonly generation: number;
  readonly live: number;
  readonly vector_epoch: number;
  /** Generation up to which the word index reflects the log. The words of later records wait. */
  readonly words_indexed: number;
}

export function toBytes(vector: Float32Array): Uint8Array {
  return new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength);
}

export function toVector(bytes: Uint8Array): Float32Array {
  // A view if the bytes are aligned, otherwise a copy.
  if (bytes.byteOffset % 4 === 0)
    return new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);
  return new Float32Array(bytes.slice().buffer);
}
