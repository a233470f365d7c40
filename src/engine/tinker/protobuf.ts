/**
 * Encodes training passes as protobuf.
 *
 * @module
 */
import { engineError } from '../engine-error.ts';
import type { PassBody, WireDatum } from './wire-datum.ts';

const FLOAT32 = 1;
const INT64 = 2;
/** Wire types: varint, 64-bit, length-delimited. */
const VARINT = 0;
const FIXED64 = 1;
const BYTES = 2;

/** Encodes `tinker_public.ForwardBackwardRequest`. */
export async function encodePass(body: PassBody): Promise<Uint8Array> {
  const { BinaryWriter } = await loadProtobuf();
  type Writer = InstanceType<typeof BinaryWriter>;
  const writer = new BinaryWriter();

  const tensor = (name: string, bytes: Uint8Array, dtype: number, length: number): void => {
    writer.tag(2, BYTES).fork();
    writer.tag(1, BYTES).string(name);
    writer.tag(2, BYTES).fork();
    writer.tag(1, BYTES).bytes(bytes);
    writer.tag(3, VARINT).int32(dtype);
    writer.tag(4, BYTES).fork().int64(length).join();
    writer.join().join();
  };
  const datum = ({ tokens, targets, numbers }: WireDatum): Writer => {
    writer.tag(3, BYTES).fork();
    writer
      .tag(1, BYTES)
      .fork()
      .tag(1, BYTES)
      .fork()
      .tag(1, BYTES)
      .bytes(littleEndian(tokens, 4))
      .join()
      .join();
    tensor('target_tokens', littleEndian(targets, 8), INT64, targets.length);
    for (const [name, values] of Object.entries(numbers)) {
      tensor(name, littleEndian(values, 4), FLOAT32, values.length);
    }
    return writer.join();
  };

  writer.tag(1, BYTES).string(body.modelId);
  writer.tag(2, VARINT).int32(body.seqId);
  for (const each of body.data) datum(each);
  writer.tag(4, BYTES).string(body.loss);
  const config = Object.entries(body.lossConfig ?? {});
  for (const [name, value] of config) {
    // Servers before SDK 0.38 read numbers from here.
    if (typeof value === 'string') continue;
    writer.tag(5, BYTES).fork().tag(1, BYTES).string(name).tag(2, FIXED64).double(value).join();
  }
  if (body.forwardOnly) writer.tag(6, VARINT).bool(true);
  for (const [name, value] of config) {
    writer.tag(7, BYTES).fork().tag(1, BYTES).string(name).tag(2, BYTES).fork();
    if (typeof value === 'string') writer.tag(2, BYTES).string(value);
    else writer.tag(1, FIXED64).double(value);
    writer.join().join();
  }
  return writer.finish();
}

function littleEndian(values: Int32Array | Float32Array, width: 4 | 8): Uint8Array {
  const bytes = new Uint8Array(values.length * width);
  const view = new DataView(bytes.buffer);
  values.forEach((value, index) => {
    if (width === 8) view.setBigInt64(index * 8, BigInt(value), true);
    else if (values instanceof Float32Array) view.setFloat32(index * 4, value, true);
    else view.setInt32(index * 4, value, true);
  });
  return bytes;
}

/**
 * Loads the optional protobuf library.
 *
 * @throws AtomMemError `bad-config` if it is not installed
 */
export async function loadProtobuf(): Promise<typeof import('@bufbuild/protobuf/wire')> {
  try {
    return await import('@bufbuild/protobuf/wire');
  } catch (cause) {
    const remedy = 'npm install @bufbuild/protobuf';
    throw engineError(
      'bad-config',
      `This server needs protobuf, but its library is not installed`,
      `run ${remedy}`,
      {
        cause,
      },
    );
  }
}
