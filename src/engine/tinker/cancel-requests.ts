/**
 * Cancels sample requests whose results are not needed.
 *
 * @module
 */
import type { Transport } from './transport.ts';

/**
 * Asks the server to stop sample requests, at most `atOnce` at a time. A request that cannot be cancelled ends
 * with its session, so failures are ignored.
 *
 * @param atOnce 0 if the server does not support cancelling; no request is sent then
 */
export async function cancelRequests(
  transport: Transport,
  ids: Iterable<string>,
  atOnce: number,
): Promise<void> {
  if (atOnce === 0) return;
  const left = [...ids];
  const cancel = (request_id: string) => transport.send({ path: '/cancel_future', body: { request_id } });
  while (left.length > 0) await Promise.allSettled(left.splice(0, atOnce).map(cancel));
}
