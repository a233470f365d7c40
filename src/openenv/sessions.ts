/**
 * Environments that clients open by JSON-RPC and use over HTTP and a WebSocket.
 *
 * @module
 */
import { type ClientEnvironment, createEnvironment, type EnvironmentOptions } from './environment.ts';
import { ProtocolError } from './wire.ts';

/** Limits of sessions. */
export interface SessionLimits extends EnvironmentOptions {
  /** Environments open at the same time, of WebSockets and JSON-RPC together. Default: 64. */
  readonly concurrency?: number;
  /** Milliseconds after which an idle environment is closed. Default: 600,000. */
  readonly idle?: number;
}

/** An open environment. */
export interface OpenSession {
  readonly id: string;
  readonly environment: ClientEnvironment;
  /** Restarts the idle timer. */
  touch(): void;
  /** Called when the session has been idle for too long. */
  onIdle: (milliseconds: number) => void;
}

/** All open environments of a server. */
export interface Sessions {
  /**
   * Opens an environment.
   *
   * @throws ProtocolError `CAPACITY_REACHED`
   */
  open(): OpenSession;
  /** @throws ProtocolError `SESSION_ERROR` for an unknown id */
  find(id: string): OpenSession;
  /** Closes an environment and abandons its episode. An unknown id is ignored. */
  close(id: string): void;
  closeAll(): void;
}

/** Creates the table of environments. */
export function createSessions(options: SessionLimits, createId: () => string): Sessions {
  const { concurrency = 64, idle = 600_000 } = options;
  const open = new Map<string, { readonly session: OpenSession; readonly timer: NodeJS.Timeout }>();

  function close(id: string): void {
    const found = open.get(id);
    if (found === undefined) return;
    clearTimeout(found.timer);
    open.delete(id);
    found.session.environment.close();
  }

  return {
    open() {
      if (open.size >= concurrency) {
        const problem = `${concurrency} environments are open, the maximum of this server`;
        throw new ProtocolError('CAPACITY_REACHED', `${problem}: try again, or raise --concurrency`);
      }
      const id = createId();
      const timer = setTimeout(() => {
        session.onIdle(idle);
        close(id);
      }, idle);
      const session: OpenSession = {
        id,
        environment: createEnvironment(options),
        touch: () => void timer.refresh(),
        onIdle: () => {},
      };
      open.set(id, { session, timer });
      return session;
    },
    find(id) {
      const found = open.get(id);
      if (found === undefined)
        throw new ProtocolError('SESSION_ERROR', `there is no session "${id}": create one`);
      found.session.touch();
      return found.session;
    },
    close,
    closeAll() {
      for (const id of [...open.keys()]) close(id);
    },
  };
}
