/**
 * Decodes protobuf requests of the Tinker protocol.
 * @module
 */

import { BinaryReader, WireType } from '@bufbuild/protobuf/wire';

/** A field's number, wire type and value. */
type Field = readonly [number: number, wire: WireType, value: Uint8Array | number];

/** The field numbers of a message and their wire types. */
type Shape = Readonly<Record<number, WireType>>;

const { Varint, Bit64, LengthDelimited } = WireType;
const REQUEST: Shape = {
  1: LengthDelimited,
  2: Varint,
  3: LengthDelimited,
  4: LengthDelimited,
  5: LengthDelimited,
  6: Varint,
  7: LengthDelimited,
};
const DATUM: Shape = { 1: LengthDelimited, 2: LengthDelimited };
const ENTRY: Shape = DATUM;
const ONE: Shape = { 1: LengthDelimited };
const TENSOR: Shape = { 1: LengthDelimited, 3: Varint, 4: LengthDelimited };
const TAGGED: Shape = { 1: Bit64, 2: LengthDelimited };
const CONFIG: Shape = { 1: LengthDelimited, 2: Bit64 };

/** Decodes a protobuf `ForwardBackwardRequest` to its JSON form. Throws on unknown fields. */
export function decodePass(bytes: Uint8Array): { readonly body: object; readonly forwardOnly: boolean } {
  const fields = readFields(bytes, REQUEST);
  const all = (number: number): readonly Uint8Array[] =>
    fields.filter(([found]) => found === number).map(([, , value]) => value as Uint8Array);
  const config = all(5).map((entry) => {
    const parts = new Map(readFields(entry, CONFIG).map(([number, , value]) => [number, value]));
    return [readText(parts.get(1)), parts.get(2) as number] as const;
  });
  const tagged = all(7).map((entry) => {
    const parts = new Map(readFields(entry, ENTRY).map(([number, , value]) => [number, value]));
    const [[kind, , value] = [0, 0, 0]] = readFields(parts.get(2) as Uint8Array, TAGGED);
    return [readText(parts.get(1)), kind === 2 ? readText(value) : (value as number)] as const;
  });
  // Older servers read numbers from field 5, newer ones read everything from field 7.
  const numbers = tagged.filter(([, value]) => typeof value === 'number');
  if (JSON.stringify(config) !== JSON.stringify(numbers)) throw new Error('fields 5 and 7 differ');
  const readNumber = (number: number): number =>
    (fields.find(([found]) => found === number)?.[2] as number) ?? 0;
  return {
    forwardOnly: readNumber(6) === 1,
    body: {
      model_id: readText(all(1)[0]),
      seq_id: readNumber(2),
      forward_backward_input: {
        loss_fn: readText(all(4)[0]),
        ...(tagged.length > 0 && { loss_fn_config: Object.fromEntries(tagged) }),
        data: all(3).map(readDatum),
      },
    },
  };
}

function readDatum(bytes: Uint8Array): object {
  const fields = readFields(bytes, DATUM);
  const chunks = fields
    .filter(([number]) => number === 1)
    .map(([, , chunk]) => {
      const text = readFields(chunk as Uint8Array, ONE)[0]![2] as Uint8Array;
      const packed = readFields(text, ONE)[0]![2] as Uint8Array;
      return { type: 'encoded_text', tokens: readNumbers(packed, 3) };
    });
  const tensors = fields
    .filter(([number]) => number === 2)
    .map(([, , entry]) => {
      const parts = new Map(
        readFields(entry as Uint8Array, ENTRY).map(([number, , value]) => [number, value]),
      );
      return [readText(parts.get(1)), readTensor(parts.get(2) as Uint8Array)] as const;
    });
  return { model_input: { chunks }, loss_fn_inputs: Object.fromEntries(tensors) };
}

function readTensor(bytes: Uint8Array): object {
  const parts = new Map(readFields(bytes, TENSOR).map(([number, , value]) => [number, value]));
  const type = parts.get(3) as number;
  const shape = new BinaryReader(parts.get(4) as Uint8Array);
  return {
    data: readNumbers(parts.get(1) as Uint8Array, type),
    dtype: type === 1 ? 'float32' : 'int64',
    shape: [Number(shape.int64())],
  };
}

/** Decodes a tensor. Types: 1 float32, 2 int64, 3 int32. */
function readNumbers(bytes: Uint8Array, type: number): readonly number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const width = type === 2 ? 8 : 4;
  return Array.from({ length: bytes.length / width }, (_, index) => {
    if (type === 2) return Number(view.getBigInt64(8 * index, true));
    return type === 1 ? view.getFloat32(4 * index, true) : view.getInt32(4 * index, true);
  });
}

function readFields(bytes: Uint8Array, shape: Shape): readonly Field[] {
  const reader = new BinaryReader(bytes);
  const fields: Field[] = [];
  while (reader.pos < reader.len) {
    const [number, wire] = reader.tag();
    if (shape[number] !== wire) throw new Error(`field ${number} with wire type ${wire} is unknown`);
    const value =
      wire === Varint ? Number(reader.int64()) : wire === Bit64 ? reader.double() : reader.bytes();
    fields.push([number, wire, value]);
  }
  return fields;
}

function readText(value: Uint8Array | number | undefined): string {
  return value instanceof Uint8Array ? new TextDecoder().decode(value) : '';
}
