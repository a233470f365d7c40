/** Tests of the safetensors format. @module */
import { assert, integer, property, record, string, uniqueArray } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeSafetensors, encodeSafetensors, type Tensor } from './safetensors.ts';

const tensors = uniqueArray(
  record({
    name: string().filter((name) => !['__metadata__', '__proto__'].includes(name)),
    rows: integer({ min: 0, max: 4 }),
    columns: integer({ min: 1, max: 5 }),
  }),
  { selector: ({ name }) => name, maxLength: 5 },
).map(
  (shapes) =>
    new Map(
      shapes.map(({ name, rows, columns }): [string, Tensor] => {
        const values = Float32Array.from({ length: rows * columns }, (_, i) => i / 3 - 1);
        return [name, { shape: [rows, columns], values }];
      }),
    ),
);

describe('safetensors', () => {
  it('decodes what it encoded, at any byte offset', () => {
    assert(
      property(tensors, string(), integer({ min: 0, max: 9 }), (written, note, offset) => {
        const bytes = encodeSafetensors({ tensors: written, metadata: { note } });
        const elsewhere = new Uint8Array(offset + bytes.length);
        elsewhere.set(bytes, offset);
        const read = decodeSafetensors(Buffer.from(elsewhere.buffer, offset), 'file');
        expect(read).toEqual({ tensors: written, metadata: { note } });
      }),
    );
  });

  it('refuses every truncated file', () => {
    const tensor = { shape: [2, 3], values: new Float32Array(6) };
    const bytes = encodeSafetensors({ tensors: new Map([['a', tensor]]), metadata: {} });
    for (let length = 0; length < bytes.length; length++) {
      expect(() => decodeSafetensors(bytes.subarray(0, length), 'cut.safetensors')).toThrow(
        /^cut\.safetensors: /,
      );
    }
  });

  it.each([
    ['{"a":{"dtype":"F32","data_offsets":[0,8]}}', /tensor "a" has an invalid type, shape or offset/],
    [
      '{"a":{"dtype":"F32","shape":[2],"data_offsets":[-8,0]}}',
      /tensor "a" has an invalid type, shape or offset/,
    ],
    [
      '{"a":{"dtype":"F32","shape":"2","data_offsets":[0,8]}}',
      /tensor "a" has an invalid type, shape or offset/,
    ],
    ['{"a":null}', /tensor "a" has an invalid type, shape or offset/],
    ['{"a":{"dtype":"F16","shape":[4],"data_offsets":[0,8]}}', /tensor "a" is of type F16, expected F32/],
    [
      '{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}',
      /tensor "a" has 8 bytes, but its shape needs 12/,
    ],
    ['{"__metadata__":{"updates":1}}', /__metadata__ is not an object of strings/],
    ['null', /the header is not a JSON object/],
  ])('names the problem of the header %s', (header, problem) => {
    const bytes = Buffer.concat([Buffer.alloc(8), Buffer.from(header), Buffer.alloc(8)]);
    bytes.writeBigUInt64LE(BigInt(header.length));
    expect(() => decodeSafetensors(bytes, 'file')).toThrow(problem);
  });

  it('has the published layout', () => {
    const tensor = { shape: [2], values: Float32Array.of(1, -2) };
    const bytes = encodeSafetensors({ tensors: new Map([['a', tensor]]), metadata: { k: 'v' } });
    const length = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
    expect(JSON.parse(Buffer.from(bytes.subarray(8, 8 + length)).toString())).toEqual({
      __metadata__: { k: 'v' },
      a: { dtype: 'F32', shape: [2], data_offsets: [0, 8] },
    });
    expect(Buffer.from(bytes.subarray(8 + length)).toString('hex')).toBe('0000803f000000c0');
  });
});
