/**
 * A scripted model for verifiers: an OpenAI-compatible server that plays document streams and streams its replies.
 *
 * @module
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A question and the answer that the script gives. */
export interface KnownAnswer {
  readonly question: string;
  readonly answer: string;
}

/** The running model. */
export interface ScriptedModel {
  /** `http://127.0.0.1:PORT/v1`. */
  readonly baseURL: string;
  /** Number of answered prompts. */
  readonly prompts: number;
  close(): void;
}

interface Shown {
  readonly observation: {
    readonly stage: string;
    readonly prompt: readonly { readonly role: string; readonly content: string }[];
  };
}

/** Starts the model. It writes a note for every chunk and is given the answers. */
export async function startScriptedModel(known: readonly KnownAnswer[]): Promise<ScriptedModel> {
  let prompts = 0;
  const server = createServer((request, response) => {
    void readJson(request).then((body) => {
      prompts += 1;
      streamText(response, reply(readShown(body), known));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    baseURL: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    get prompts() {
      return prompts;
    },
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  let text = '';
  for await (const part of request) text += String(part);
  return JSON.parse(text);
}

/** verifiers shows an observation to the model as JSON, in the last message. */
function readShown(body: unknown): Shown {
  const { messages } = body as { readonly messages: readonly { readonly content: unknown }[] };
  const content = messages.at(-1)!.content;
  const text = typeof content === 'string' ? content : (content as { readonly text: string }[])[0]!.text;
  return JSON.parse(text) as Shown;
}

function reply({ observation: { stage, prompt } }: Shown, known: readonly KnownAnswer[]): string {
  if (stage !== 'answer') return '<create_memory>A chunk was read.</create_memory>';
  const text = prompt.map(({ content }) => content).join('\n');
  const found = known.find(({ question }) => text.includes(question));
  return `<final_answer>${found?.answer ?? 'unknown'}</final_answer>`;
}

function streamText(response: ServerResponse, content: string): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  const send = (choices: readonly object[], more: object = {}): void => {
    const chunk = {
      id: 'chatcmpl-1',
      object: 'chat.completion.chunk',
      created: 0,
      model: 'scripted',
      choices,
      ...more,
    };
    response.write(`data: ${JSON.stringify(chunk)}\n\n`);
  };
  send([{ index: 0, delta: { role: 'assistant', content }, finish_reason: null }]);
  send([{ index: 0, delta: {}, finish_reason: 'stop' }]);
  send([], { usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 } });
  response.end('data: [DONE]\n\n');
}
