/**
 * Connects to the Tinker server that the options name.
 * @module
 */

import type { Engine } from '../engine/engine.ts';
import { engineError } from '../engine/engine-error.ts';
import {
  SERVER_PROFILES,
  type ServerProfile,
  type ServerProfileName,
} from '../engine/tinker/server-profile.ts';
import type { ChatTokenizer } from '../policy/chat-tokenizer.ts';
import { AtomMemError } from '../shared/error.ts';
import type { TinkerConfig } from '../train/train-command-config.ts';
import type { Terminal } from './output.ts';
import { usageError } from './usage-error.ts';

/** Options of the server that trains and samples a language model. */
export type TinkerFlags = Omit<TinkerConfig, 'recover' | 'recoverPause'> & { readonly seed: number };

const PROFILE_NAMES = Object.keys(SERVER_PROFILES) as ServerProfileName[];

/** Validated server options. */
export interface ServerAccess {
  readonly url: string;
  readonly profile: ServerProfile;
  readonly model: string;
  readonly modelFiles: string;
  /** Connects a fresh model. `other` selects another server of the same kind or another model. */
  connect(chat: ChatTokenizer, other?: { readonly url?: string; readonly model?: string }): Promise<Engine>;
}

/**
 * Validates the server options.
 *
 * @throws AtomMemError `usage` for a missing address, kind of server, model or key
 */
export function serverAccess(flags: TinkerFlags, terminal: Terminal): ServerAccess {
  const { url, model } = flags;
  const name = flags.profile as ServerProfileName | undefined;
  if (url === undefined)
    throw usageError(
      '--engine tinker needs --url',
      'Pass the address of the server, such as http://127.0.0.1:8000',
    );
  if (name === undefined) {
    throw usageError(
      '--engine tinker needs --profile',
      `Pass the kind of server: ${PROFILE_NAMES.join(', ')}`,
    );
  }
  if (model === undefined)
    throw usageError('--engine tinker needs --model', 'Pass the name that the server uses for the model');
  const profile = SERVER_PROFILES[name];
  const apiKey = readKey(terminal.environment);
  if (profile.apiKey === 'required' && apiKey === undefined) {
    throw usageError(`a ${name} server requires an API key`, 'Set TINKER_API_KEY or ATOMMEM_API_KEY');
  }
  const { rank, context, leftToServer, resultTime, seed } = flags;
  return {
    ...{ url, profile, model, modelFiles: flags.modelFiles ?? model },
    async connect(chat, other) {
      const { createTinkerEngine } = await import('../engine/tinker/tinker-engine.ts');
      return whileWanted(terminal, (signal) =>
        createTinkerEngine({
          ...{ url, profile: name, model, seed, ...other, signal },
          vocabulary: { size: chat.vocabularySize, tokenizer: flags.modelFiles ?? model },
          rank,
          context,
          leftToServer,
          ...(resultTime !== undefined && { limits: { resultTime: 1000 * resultTime } }),
          apiKey,
        }),
      );
    },
  };
}

/**
 * Handles interrupts of an engine. While connecting, Ctrl-C aborts. Afterwards the first Ctrl-C lets the
 * engine finish its work, and the second makes it unload its model.
 */
async function whileWanted(
  { signal, onLeave }: Pick<Terminal, 'signal' | 'onLeave'>,
  open: (signal: AbortSignal) => Promise<Engine>,
): Promise<Engine> {
  const connecting = new AbortController();
  const end = (): void => connecting.abort();
  if (signal.aborted) end();
  signal.addEventListener('abort', end);
  try {
    const engine = await open(connecting.signal);
    const stay = onLeave(engine.close);
    const close = (): Promise<void> => {
      stay();
      return engine.close();
    };
    return { ...engine, close };
  } finally {
    signal.removeEventListener('abort', end);
  }
}

/** Reads the key, which is never printed, logged or recorded. `TINKER_API_KEY` takes precedence. */
function readKey({ ATOMMEM_API_KEY, TINKER_API_KEY }: NodeJS.ProcessEnv): string | undefined {
  return TINKER_API_KEY?.trim() || ATOMMEM_API_KEY?.trim() || undefined;
}

/** Adds the option that fixes an engine's error, if there is one. */
export function withRemedy(error: unknown): unknown {
  if (!AtomMemError.isInstance(error, 'unsupported')) return error;
  const { message } = error;
  const remedies = [
    ...(/gradientClip/.test(message) ? ['--gradient-clip 0'] : []),
    ...(/beta|epsilon|weightDecay|gradientClip/.test(message)
      ? ["--left-to-server NAMES for what the server's own configuration sets"]
      : []),
    ...(/context/.test(message) ? ['a smaller --max-prompt-tokens or --max-output-tokens'] : []),
    ...(/while it trains/.test(message) ? ['--staleness 0'] : []),
    ...(/top-p/.test(message) ? ['--top-p 1'] : []),
  ];
  if (remedies.length === 0) return error;
  return engineError('unsupported', message, `Pass ${remedies.join('; or ')}`, { cause: error });
}
