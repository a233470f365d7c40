/**
 * Builds the requests of training passes.
 *
 * @module
 */
import { encodePass } from './protobuf.ts';
import type { ServerProfile } from './server-profile.ts';
import type { WireRequest } from './transport.ts';
import type { PassBody, WireDatum } from './wire-datum.ts';

/** Builds the request of a pass in the encoding and on the route of the server's profile. */
export async function passRequest(body: PassBody, profile: ServerProfile): Promise<WireRequest> {
  const ownRoute = body.forwardOnly && profile.forward === 'route';
  const path = ownRoute ? '/forward' : '/forward_backward';
  if (profile.encoding === 'protobuf') return { path, body: await encodePass(body) };
  const input = {
    loss_fn: body.loss,
    ...(body.lossConfig !== undefined && { loss_fn_config: body.lossConfig }),
    data: body.data.map(toJson),
  };
  const key = ownRoute ? 'forward_input' : 'forward_backward_input';
  return { path, body: { model_id: body.modelId, seq_id: body.seqId, [key]: input } };
}

function toJson({ tokens, targets, numbers }: WireDatum): object {
  const tensor = (values: Int32Array | Float32Array, dtype: 'int64' | 'float32'): object => ({
    data: Array.from(values),
    dtype,
    shape: [values.length],
  });
  const lists = Object.entries(numbers).map(([name, values]) => [name, tensor(values, 'float32')]);
  return {
    model_input: { chunks: [{ type: 'encoded_text', tokens: Array.from(tokens) }] },
    loss_fn_inputs: { target_tokens: tensor(targets, 'int64'), ...Object.fromEntries(lists) },
  };
}
