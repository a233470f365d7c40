/**
 * Repairs responses of chat servers that deviate slightly from OpenAI's format.
 *
 * @module
 */

interface ChatResponse {
  readonly choices?: readonly {
    readonly message?: { readonly tool_calls?: readonly { readonly function?: { arguments?: unknown } }[] };
  }[];
}

/**
 * Serialises tool call arguments that a server sent as an object. The AI SDK would reject the whole reply. Other
 * bodies come back unchanged.
 */
export function mendResponse(body: string): string {
  if (!/"arguments"\s*:\s*(?!")/.test(body)) return body;
  try {
    const response = JSON.parse(body) as ChatResponse;
    for (const { message } of response.choices ?? [])
      for (const { function: called } of message?.tool_calls ?? [])
        if (called !== undefined && typeof called.arguments !== 'string')
          called.arguments = JSON.stringify(called.arguments ?? {});
    return JSON.stringify(response);
  } catch {
    return body;
  }
}
