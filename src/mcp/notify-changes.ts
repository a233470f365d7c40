/**
 * Sends change notifications over a connection that stays open.
 *
 * @module
 */
import type { McpServer, ServerEvent, ServerEventBus } from '@modelcontextprotocol/server';

/**
 * Sends `resources/list_changed` to every client, and `resources/updated` for the resources that a client subscribed
 * to. For modern clients, the SDK filters by subscription.
 */
export function notifyChanges(
  { server }: McpServer,
  changes: ServerEventBus,
  era: 'legacy' | 'modern',
): void {
  const wanted = new Set<string>();
  const send = async (event: ServerEvent): Promise<void> => {
    if (event.kind === 'resources_list_changed') await server.sendResourceListChanged();
    if (event.kind !== 'resource_updated') return;
    if (era === 'modern' || wanted.has(event.uri)) await server.sendResourceUpdated({ uri: event.uri });
  };
  let stop = (): void => {};
  const start = (): void => {
    // The host may disconnect between the change and its notification.
    stop = changes.subscribe((event) => void send(event).catch(() => {}));
  };
  server.onclose = () => stop();
  if (era === 'modern') {
    start();
    return;
  }
  server.setRequestHandler('resources/subscribe', ({ params }) => {
    wanted.add(params.uri);
    return {};
  });
  server.setRequestHandler('resources/unsubscribe', ({ params }) => {
    wanted.delete(params.uri);
    return {};
  });
  server.oninitialized = start;
}
