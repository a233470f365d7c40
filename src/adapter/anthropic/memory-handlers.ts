/**
 * The six commands of Anthropic's memory tool, as its SDK calls them.
 *
 * @module
 */

/** One function per command, for `betaMemoryTool(handlers)` of `@anthropic-ai/sdk`. */
export interface AnthropicMemoryHandlers {
  view(command: { readonly path: string; readonly view_range?: readonly number[] | null }): Promise<string>;
  create(command: { readonly path: string; readonly file_text: string }): Promise<string>;
  str_replace(command: {
    readonly path: string;
    readonly old_str: string;
    readonly new_str: string;
  }): Promise<string>;
  insert(command: {
    readonly path: string;
    readonly insert_line: number;
    readonly insert_text: string;
  }): Promise<string>;
  delete(command: { readonly path: string }): Promise<string>;
  rename(command: { readonly old_path: string; readonly new_path: string }): Promise<string>;
}
