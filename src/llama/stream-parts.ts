/**
 * Writes and reads the stream of the AI SDK.
 *
 * @module
 */
import type { LanguageModelV4 } from '../ai/defer-model.ts';
import type { ReplyPiece } from './reply-reader.ts';
import type { GenerateEnd } from './sampling-request.ts';

export type GenerateResult = Awaited<ReturnType<LanguageModelV4['doGenerate']>>;
type StreamResult = Awaited<ReturnType<LanguageModelV4['doStream']>>;
export type StreamPart = StreamResult['stream'] extends ReadableStream<infer Part> ? Part : never;

/** Writes pieces of a reply as parts of a stream. */
export interface PartWriter {
  write(pieces: readonly ReplyPiece[]): Generator<StreamPart>;
  finish(end: GenerateEnd): Generator<StreamPart>;
}

/** Turns pieces into parts of the AI SDK's stream. */
export function createPartWriter(nextId: () => string): PartWriter {
  let open: 'text' | 'reasoning' | undefined;
  let count = 0;
  let called = false;

  function* close(): Generator<StreamPart> {
    if (open !== undefined) yield { type: `${open}-end`, id: String(count) };
    open = undefined;
  }

  return {
    *write(pieces: readonly ReplyPiece[]): Generator<StreamPart> {
      for (const piece of pieces) {
        if (piece.type === 'call') {
          yield* close();
          called = true;
          const [id, toolName] = [nextId(), piece.name];
          yield { type: 'tool-input-start', id, toolName };
          yield { type: 'tool-input-delta', id, delta: piece.input };
          yield { type: 'tool-input-end', id };
          yield { type: 'tool-call', toolCallId: id, toolName, input: piece.input };
          continue;
        }
        if (open !== piece.type) {
          yield* close();
          // Blank lines between calls are no text.
          if (piece.type === 'text' && called && piece.text.trim() === '') continue;
          open = piece.type;
          yield { type: `${open}-start`, id: String(++count) };
        }
        yield { type: `${piece.type}-delta`, id: String(count), delta: piece.text };
      }
    },
    *finish({ reason, promptTokens, cachedTokens, completionTokens }: GenerateEnd): Generator<StreamPart> {
      yield* close();
      yield {
        type: 'finish',
        finishReason: { unified: called && reason === 'stop' ? 'tool-calls' : reason, raw: reason },
        usage: {
          inputTokens: {
            total: promptTokens,
            noCache: promptTokens - cachedTokens,
            cacheRead: cachedTokens,
            cacheWrite: undefined,
          },
          outputTokens: { total: completionTokens, text: completionTokens, reasoning: undefined },
        },
      };
    },
  };
}

/** Turns a generator into a stream. Cancelling the stream ends the generator. */
export function toStream(start: () => AsyncGenerator<StreamPart>): ReadableStream<StreamPart> {
  const parts = start();
  return new ReadableStream<StreamPart>({
    async pull(controller) {
      const { done, value } = await parts.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    async cancel() {
      await parts.return(undefined);
    },
  });
}

/** Reads a whole stream and joins its parts. */
export async function collectParts(stream: ReadableStream<StreamPart>): Promise<GenerateResult> {
  const content: GenerateResult['content'] = [];
  let warnings: GenerateResult['warnings'] = [];
  for await (const part of stream) {
    const last = content.at(-1);
    switch (part.type) {
      case 'stream-start':
        warnings = part.warnings;
        break;
      case 'text-start':
      case 'reasoning-start':
        content.push({ type: part.type === 'text-start' ? 'text' : 'reasoning', text: '' });
        break;
      case 'text-delta':
      case 'reasoning-delta':
        if (last?.type === 'text' || last?.type === 'reasoning') last.text += part.delta;
        break;
      case 'tool-call':
        content.push(part);
        break;
      case 'finish':
        return { content, warnings, finishReason: part.finishReason, usage: part.usage };
    }
  }
  throw new Error('the stream ended without a finish part');
}
