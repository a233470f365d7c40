/**
 * Messages of a prompt.
 *
 * @module
 */

/** One message, exactly as sent. */
export interface PromptMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}
