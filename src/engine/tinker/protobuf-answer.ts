/**
 * Decodes protobuf responses.
 *
 * @module
 */
import { engineError } from '../engine-error.ts';
import type { PassDone, SampleDone } from './answers.ts';
import { loadProtobuf } from './protobuf.ts';

/** Fields of a message: bytes for strings, bytes and nested messages, numbers for the rest. */
type Fields = ReadonlyMap<number, readonly (Uint8Array | number)[]>;
type Reading = (bytes: Uint8Array) => Fields;

const FLOAT32 = 1;
const STOP_REASONS = ['stop', 'length'] as const;

/**
 * Decodes a protobuf response into the shape of the JSON one. Some servers answer samples and passes in
 * protobuf only (SkyRL from 0.4 on), others on request.
 *
 * @param path path of the request
 * @throws AtomMemError `wrong-server`; `bad-config` if the protobuf library is missing
 */
export async function decodeAnswer(path: string, bytes: Uint8Array): Promise<PassDone | SampleDone> {
  const { BinaryReader, WireType } = await loadProtobuf();
  const readFields: Reading = (message) => {
    const reader = new BinaryReader(message);
    const fields = new Map<number, (Uint8Array | number)[]>();
    while (reader.pos < reader.len) {
      const [number, wire] = reader.tag();
      const values = fields.get(number) ?? [];
      fields.set(number, values);
      if (wire === WireType.LengthDelimited) values.push(reader.bytes());
      else if (wire === WireType.Varint) values.push(Number(reader.int64()));
      else reader.skip(wire, number);
    }
    return fields;
  };
  try {
    return path === '/asample' ? sampleDone(bytes, readFields) : passDone(bytes, readFields);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const remedy = 'check the url, and that the server speaks the Tinker protocol';
    throw engineError(
      'wrong-server',
      `The response of ${path} does not follow the protocol: ${reason}`,
      remedy,
    );
  }
}

/** Decodes `tinker_public.SampleResponse`. */
function sampleDone(bytes: Uint8Array, readFields: Reading): SampleDone {
  const sequences = readBytes(readFields(bytes), 1).map((sequence) => {
    const fields = readFields(sequence);
    const stop_reason = STOP_REASONS[readNumber(fields, 1)];
    if (stop_reason === undefined) throw new Error(`stop reason ${readNumber(fields, 1)} is unknown`);
    const [logprobs] = readBytes(fields, 3);
    const tokens = words(readBytes(fields, 2)[0], (view, at) => view.getInt32(at, true), 4);
    return { stop_reason, tokens, logprobs: logprobs === undefined ? null : floats(logprobs) };
  });
  return { sequences };
}

/** Decodes `tinker_public.ForwardBackwardOutput`. One byte string holds the log-probabilities of all data. */
function passDone(bytes: Uint8Array, readFields: Reading): PassDone {
  const lists = readBytes(readFields(bytes), 2).flatMap((record) => {
    const tensors = readBytes(readFields(record), 2).map((entry) => {
      const fields = readFields(entry);
      return [new TextDecoder().decode(readBytes(fields, 1)[0]), readBytes(fields, 2)[0]] as const;
    });
    const tensor = readFields(new Map(tensors).get('logprobs') ?? new Uint8Array());
    const [data = new Uint8Array()] = readBytes(tensor, 1);
    if (data.length > 0 && readNumber(tensor, 3) !== FLOAT32)
      throw new Error(`log-probabilities of data type ${readNumber(tensor, 3)}`);
    const offsets = words(readBytes(tensor, 2)[0], (view, at) => Number(view.getBigInt64(at, true)), 8);
    return offsets.slice(1).map((end, place) => floats(data.subarray(offsets[place], end)));
  });
  return { loss_fn_outputs: lists.map((data) => ({ logprobs: { data } })) };
}

function floats(bytes: Uint8Array): readonly number[] {
  return words(bytes, (view, at) => view.getFloat32(at, true), 4);
}

function words(
  bytes: Uint8Array = new Uint8Array(),
  read: (view: DataView, at: number) => number,
  width: number,
): readonly number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: bytes.length / width }, (_, place) => read(view, width * place));
}

function readBytes(fields: Fields, number: number): readonly Uint8Array[] {
  return (fields.get(number) ?? []).filter((value) => value instanceof Uint8Array);
}

/** Reads a number. Absent numbers are 0. */
function readNumber(fields: Fields, number: number): number {
  const value = fields.get(number)?.[0];
  return typeof value === 'number' ? value : 0;
}
