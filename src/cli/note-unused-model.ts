/**
 * The note about an unused `--model`.
 *
 * @module
 */
import { usesModel } from './create-policy.ts';
import type { Terminal } from './output.ts';

/** Prints a note if no policy of a run calls the given model. */
export function noteUnusedModel(
  { model, policies }: { readonly model?: string; readonly policies: readonly string[] },
  { stderr, errorStyle }: Terminal,
): void {
  if (model === undefined || policies.some(usesModel)) return;
  const names = policies.join(', ');
  const note = `--model ${model} is not used: ${names} ${policies.length === 1 ? 'calls' : 'call'} no model. To manage memory by rules and answer with the model, pass --policy composed.`;
  stderr.write(`${errorStyle.dim(note)}\n`);
}
