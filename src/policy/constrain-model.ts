/**
 * Passes a format's constraint to a model that accepts it.
 *
 * @module
 */
import type { LanguageModel } from 'ai';
import type { Constraint } from '../format/format.ts';
import { importPackage } from '../shared/import-package.ts';

/**
 * How replies are constrained: by a grammar in the request (llama.cpp in this process), by a JSON schema in the
 * request, or not at all.
 */
export type ConstrainBy = 'grammar' | 'schema' | 'none';

/** Models in this process take a grammar. Others may refuse a schema, so it has to be asked for. */
export function chooseConstrainBy(model: LanguageModel): ConstrainBy {
  return typeof model !== 'string' && model.provider === 'llama' ? 'grammar' : 'none';
}

/** Returns the model with the constraint in each of its calls. A model by name stays as it is. */
export async function constrainModel(
  model: LanguageModel,
  { grammar, schema }: Constraint,
  by: ConstrainBy,
): Promise<LanguageModel> {
  if (by === 'none' || typeof model === 'string' || model.specificationVersion !== 'v4') return model;
  const useGrammar = by === 'grammar' && grammar !== undefined;
  if (!useGrammar && schema === undefined) return model;
  const ai = await importPackage('ai', 'a language model', () => import('ai'));
  return ai.wrapLanguageModel({
    model,
    middleware: {
      specificationVersion: 'v4',
      transformParams: async ({ params }) =>
        useGrammar
          ? { ...params, providerOptions: { ...params.providerOptions, llama: { grammar } } }
          : { ...params, responseFormat: { type: 'json', schema, name: 'operations' } },
    },
  });
}
