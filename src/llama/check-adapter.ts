/**
 * Checks that a LoRA adapter belongs to a model.
 *
 * @module
 */
import { AtomMemError } from '../shared/error.ts';
import type { GgufHeader } from './gguf.ts';

/**
 * Checks that an adapter belongs to a model: the architecture and the shapes of its matrices must match. llama.cpp
 * would load some wrong adapters and return nonsense.
 *
 * @throws AtomMemError `unsupported-file`
 */
export function checkAdapter(adapter: GgufHeader, path: string, model: GgufHeader, modelPath: string): void {
  const problem = findMismatch(adapter, model);
  if (problem === undefined) return;
  throw new AtomMemError('unsupported-file', {
    problem: `The adapter ${path} does not fit ${modelPath}: ${problem}`,
    remedy: 'Pass an adapter that was trained on this model',
    details: { path },
  });
}

function findMismatch(adapter: GgufHeader, model: GgufHeader): string | undefined {
  if (adapter.kind !== 'adapter') return 'it is a model, not an adapter';
  if (adapter.architecture !== model.architecture)
    return `it is for the architecture "${adapter.architecture}", and the model is "${model.architecture}"`;
  for (const [name, shape] of adapter.tensors) {
    const side = /\.lora_([ab])$/.exec(name)?.[1];
    if (side === undefined) continue;
    const target = name.slice(0, -'.lora_a'.length);
    const weight = model.tensors.get(target);
    if (weight === undefined) return `the model has no tensor ${target}`;
    // A reads the weight's input (its first axis), B writes its output (its second axis).
    const [wanted, found] = side === 'a' ? [weight[0], shape[0]] : [weight[1], shape[1]];
    if (wanted !== found) return `${name} has size ${found}, and the model's ${target} needs ${wanted}`;
  }
  return undefined;
}
