/**
 * Optional features of newer servers: batch polling, cancelling and custom losses.
 * @module
 */
import { type StoredLoss, storeLoss } from './interpret-graph.ts';
import { type Ledger, Refusal } from './ledger.ts';
import type { Bodies, PassInput } from './strict-bodies.ts';

/** Features that the server enables for clients. Default: none. */
export interface Features {
  readonly batchPolling?: boolean;
  readonly customLosses?: boolean;
  readonly cancel?: boolean;
}

type Routes = '/client/dynamic_config' | '/retrieve_futures' | '/cancel_future' | '/create_custom_loss';

export interface SessionFeatures {
  readonly post: { readonly [P in Routes]: (body: Bodies[P]) => object };
  readonly flags: object;
  /** Records that a sample request has finished. */
  finish(samplingSession: string, requestId: string): void;
  /** Returns the custom loss that a pass names. */
  findLoss(input: PassInput): StoredLoss | undefined;
  /** Ids of the requests that were reported as fetched, and of those that were cancelled. */
  readonly fetched: readonly string[];
  readonly cancelled: readonly string[];
}

export function createSessionFeatures(
  features: Features,
  ledger: Ledger,
  requireSession: (id: string) => void,
): SessionFeatures {
  const { batchPolling = false, customLosses = false, cancel = false } = features;
  const finished = new Map<string, string[]>();
  const losses = new Map<string, StoredLoss>();
  const fetched: string[] = [];
  const cancelled: string[] = [];
  const requireFeature = (on: boolean): void => {
    if (!on) throw new Refusal(404, 'Not Found');
  };
  return {
    fetched,
    cancelled,
    flags: { sample_use_retrieve_futures: batchPolling, custom_loss_server_side: customLosses },
    finish(session, id) {
      finished.set(session, [...(finished.get(session) ?? []), id]);
    },
    findLoss({ loss_fn, loss_fn_config: config }) {
      if (loss_fn !== 'custom') return undefined;
      const loss = config !== undefined && 'loss_id' in config ? losses.get(config.loss_id) : undefined;
      if (loss === undefined) throw new Refusal(400, 'the custom loss is unknown');
      return loss;
    },
    post: {
      '/client/dynamic_config'() {
        requireFeature(cancel);
        return { refresh_interval_sec: 300, sample_cancel_enabled: true, sample_cancel_max_batch_size: 2 };
      },
      '/retrieve_futures'({ target, prev_cursor, retrieved_request_ids }) {
        requireFeature(batchPolling);
        fetched.push(...retrieved_request_ids);
        const ids = finished.get(target.sampling_session_id) ?? [];
        const completions = ids.slice(prev_cursor).map((request_id) => ({ state: 'finished', request_id }));
        return { completions, cursor: ids.length };
      },
      '/cancel_future'({ request_id }) {
        requireFeature(cancel);
        ledger.cancel(request_id);
        cancelled.push(request_id);
        return {};
      },
      '/create_custom_loss'(body) {
        requireFeature(customLosses);
        requireSession(body.session_id);
        const loss_id = `loss-${losses.size}`;
        return ledger.submit('create_custom_loss', async () => {
          losses.set(loss_id, storeLoss(body));
          return { loss_id, type: 'create_custom_loss' };
        });
      },
    },
  };
}
