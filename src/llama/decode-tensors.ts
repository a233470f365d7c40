/**
 * Reads the tensors of a safetensors file as 32-bit floats.
 *
 * @module
 */
import { decodeHalf } from '../shared/decode-half.ts';
import { AtomMemError } from '../shared/error.ts';

/** A matrix in row-major order. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float32Array;
}

interface Entry {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data_offsets: readonly [number, number];
}

const LENGTH_BYTES = 8;

/**
 * Decodes the matrices of a safetensors file. Tensors of other shapes are left out.
 *
 * @throws AtomMemError `malformed-record` if the file is cut or damaged, `unsupported-file` for quantised tensors
 */
export function decodeMatrices(file: Uint8Array, path: string): ReadonlyMap<string, Matrix> {
  const cut = (): AtomMemError =>
    new AtomMemError('malformed-record', {
      problem: `${path} is cut or is not a safetensors file`,
      remedy: 'Copy or download the file again',
      details: { path },
    });
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const start = file.length < LENGTH_BYTES ? Number.NaN : LENGTH_BYTES + Number(view.getBigUint64(0, true));
  if (!(start <= file.length)) throw cut();
  const header = parseHeader(new TextDecoder().decode(file.subarray(LENGTH_BYTES, start)));
  if (header === undefined) throw cut();
  const matrices = new Map<string, Matrix>();
  for (const [name, entry] of Object.entries(header)) {
    if (name === '__metadata__') continue;
    const { dtype, shape, data_offsets: [from, to] = [Number.NaN, Number.NaN] } = entry;
    if (shape?.length !== 2) continue;
    const [rows, columns] = shape as readonly [number, number];
    const read = READERS[dtype];
    if (read === undefined) {
      throw new AtomMemError('unsupported-file', {
        problem: `${path} holds "${name}" as ${dtype}`,
        remedy: 'Save the adapter with 16-bit or 32-bit floats',
        details: { path },
      });
    }
    if (!(from >= 0 && start + to <= file.length && to - from === rows * columns * read.bytes)) throw cut();
    // A copy, because the data may not be aligned.
    const bytes = new DataView(Uint8Array.from(file.subarray(start + from, start + to)).buffer);
    const values = Float32Array.from({ length: rows * columns }, (_, index) => read.at(bytes, index));
    matrices.set(name, { rows, columns, values });
  }
  return matrices;
}

interface ValueReader {
  readonly bytes: number;
  at(view: DataView, index: number): number;
}

const scratch = new DataView(new ArrayBuffer(4));

const READERS: Readonly<Record<string, ValueReader>> = {
  F32: { bytes: 4, at: (view, index) => view.getFloat32(4 * index, true) },
  F16: { bytes: 2, at: (view, index) => decodeHalf(view.getUint16(2 * index, true)) },
  // The upper half of a 32-bit float.
  BF16: {
    bytes: 2,
    at(view, index) {
      scratch.setUint32(0, view.getUint16(2 * index, true) * 0x1_0000);
      return scratch.getFloat32(0);
    },
  },
};

function parseHeader(text: string): Readonly<Record<string, Entry>> | undefined {
  try {
    const header: unknown = JSON.parse(text);
    return typeof header === 'object' && header !== null ? (header as Record<string, Entry>) : undefined;
  } catch {
    return undefined;
  }
}
