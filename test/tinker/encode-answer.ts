/**
 * Encodes answers of the Tinker protocol as protobuf.
 * @module
 */

import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';

const { Varint, LengthDelimited } = WireType;
const FLOAT32 = 1;

interface Sampled {
  readonly sequences: readonly {
    readonly tokens: readonly number[];
    readonly logprobs: readonly number[];
    readonly stop_reason: 'stop' | 'length';
  }[];
}

interface Passed {
  readonly loss_fn_output_type: string;
  readonly loss_fn_outputs: readonly { readonly logprobs: { readonly data: readonly number[] } }[];
}

/**
 * Encodes the answer to a pass or a sample as protobuf. Returns `undefined` for answers that servers send as
 * JSON.
 */
export function encodeAnswer(answer: object): Uint8Array<ArrayBuffer> | undefined {
  if ('sequences' in answer) return sampled(answer as Sampled);
  if ('loss_fn_outputs' in answer) return passed(answer as Passed);
  return undefined;
}

function sampled({ sequences }: Sampled): Uint8Array<ArrayBuffer> {
  const writer = new BinaryWriter();
  for (const { tokens, logprobs, stop_reason } of sequences) {
    writer.tag(1, LengthDelimited).fork();
    // Protobuf omits a number that is 0.
    if (stop_reason === 'length') writer.tag(1, Varint).int32(1);
    writer
      .tag(2, LengthDelimited)
      .bytes(packed(tokens, 4, (view, at, value) => view.setInt32(at, value, true)));
    writer.tag(3, LengthDelimited).bytes(floats(logprobs)).join();
  }
  return writer.finish();
}

/** Writes two fields per record, because servers send more fields than the client reads. */
function passed({ loss_fn_output_type, loss_fn_outputs }: Passed): Uint8Array<ArrayBuffer> {
  const lists = loss_fn_outputs.map(({ logprobs }) => logprobs.data);
  let end = 0;
  const offsets = packed([0, ...lists.map(({ length }) => (end += 4 * length))], 8, (view, at, value) =>
    view.setBigInt64(at, BigInt(value), true),
  );
  const writer = new BinaryWriter();
  writer.tag(1, LengthDelimited).string(loss_fn_output_type);
  writer.tag(2, LengthDelimited).fork();
  for (const name of ['elementwise_loss', 'logprobs']) {
    const values = lists.flat().map((value) => (name === 'logprobs' ? value : -2 * value));
    writer.tag(2, LengthDelimited).fork().tag(1, LengthDelimited).string(name).tag(2, LengthDelimited).fork();
    writer.tag(1, LengthDelimited).bytes(floats(values)).tag(2, LengthDelimited).bytes(offsets);
    writer.tag(3, Varint).int32(FLOAT32).join().join();
  }
  writer.tag(3, Varint).int64(lists.length).join();
  return writer.finish();
}

function floats(values: readonly number[]): Uint8Array {
  return packed(values, 4, (view, at, value) => view.setFloat32(at, value, true));
}

function packed(
  values: readonly number[],
  width: number,
  write: (view: DataView, at: number, value: number) => void,
): Uint8Array {
  const bytes = new Uint8Array(width * values.length);
  const view = new DataView(bytes.buffer);
  values.forEach((value, place) => {
    write(view, width * place, value);
  });
  return bytes;
}
