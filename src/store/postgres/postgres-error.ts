/**
 * Converts errors of the PostgreSQL driver to `AtomMemError`.
 * @module
 */
import { AtomMemError } from '../../shared/error.ts';
import { type FailureText, toAtomMemError } from '../store-errors.ts';

/** Returns the `AtomMemError` for an error of the driver, and any other error unchanged. */
export function toStoreError(error: unknown): unknown {
  if (!(error instanceof Error) || AtomMemError.isInstance(error)) return error;
  if (isConnectionLoss(error)) return connectionLost('no', error);
  const state = readSqlState(error);
  return state === undefined ? error : toAtomMemError(describe(state, error.message), error);
}

/** Tells whether the connection is gone, as opposed to the server refusing a statement. */
export function isConnectionLoss(error: unknown): boolean {
  if (!(error instanceof Error) || AtomMemError.isInstance(error)) return false;
  const state = readSqlState(error);
  // 57P01 to 57P03: the server shuts down, crashed, or is starting.
  if (state !== undefined) return state.startsWith('08') || state.startsWith('57P0');
  const { code } = error as { code?: unknown };
  return typeof code === 'string' || /connection|timeout/i.test(error.message);
}

export function connectionLost(applied: 'no' | 'unknown', cause: unknown): AtomMemError<'connection-lost'> {
  const outcome = applied === 'no' ? 'was not applied' : 'may have been applied';
  return new AtomMemError('connection-lost', {
    problem: `the connection to PostgreSQL was lost, and the operation ${outcome}`,
    remedy:
      applied === 'no'
        ? 'Try again when the server can be reached'
        : 'Repeat the commit with the same "key": it is applied once, whatever happened to this one',
    cause,
    details: { applied },
  });
}

/** Returns the error for a connection that could not be made: nothing was sent to the server. */
export function unreachable(error: unknown): unknown {
  if (!isConnectionLoss(error)) return error;
  const reason = (error as Error).message || (error as { code?: string }).code;
  return new AtomMemError('unreachable', {
    problem: `PostgreSQL cannot be reached (${reason})`,
    remedy: 'Check that the server runs and that the address, port and number of connections are right',
    cause: error,
  });
}

/** Reads the five characters by which PostgreSQL names an error (appendix A of its manual). */
function readSqlState(error: Error): string | undefined {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) ? code : undefined;
}

function describe(state: string, message: string): FailureText {
  if (state.startsWith('53')) {
    return {
      code: 'full',
      problem: `PostgreSQL has no room left (${message})`,
      remedy: 'Free space or connections on the server. Stored entries are intact',
    };
  }
  if (state === '25006' || state === '42501') {
    return {
      code: 'read-only',
      problem: `PostgreSQL does not let this user write (${message})`,
      remedy: 'Connect to the primary server as a user that may write',
    };
  }
  if (state === '55P03' || state === '40P01' || state === '57014') {
    return {
      code: 'locked',
      problem: 'another writer locked the namespace for longer than the allowed wait',
      remedy: 'Try again, raise "busyWait", or end the long transaction',
    };
  }
  if (state.startsWith('28') || state === '3D000') {
    return {
      code: 'unreachable',
      problem: `PostgreSQL refused the connection (${message})`,
      remedy: 'Check user, password and database in the address',
    };
  }
  if (state === '54000' && message.includes('vector')) {
    return {
      code: 'bad-vector',
      problem: `pgvector cannot store the vector (${message})`,
      remedy: 'Use an embedder with fewer dimensions. Nothing was written',
    };
  }
  if (state.startsWith('XX')) {
    return {
      code: 'corrupted',
      problem: `PostgreSQL reports an internal error (${message})`,
      remedy: "Check the server's log",
    };
  }
  return {
    code: 'unknown',
    problem: `PostgreSQL failed with ${state} (${message})`,
    remedy: 'See the cause. Nothing of this operation was stored',
  };
}
