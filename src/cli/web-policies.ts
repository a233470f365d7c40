/**
 * Creates the policies of `atommem web` by name.
 *
 * @module
 */
import type { EvaluatedPolicy } from '../eval/run-parts.ts';
import type { Policy } from '../policy/policy.ts';
import { answerFromTexts } from '../rules/answer-from-texts.ts';
import { miniWebExpert } from '../web/mini-web/mini-web-tasks.ts';
import { webSearcher } from '../web/web-searcher.ts';
import { windowMemory } from '../web/window-memory.ts';
import { createAsk, createPolicy, POLICY_NAMES, type PolicySources } from './create-policy.ts';
import { unknownName, usageError } from './usage-error.ts';
import type { WebSource } from './web-sources.ts';

/** Names beside policies and workflows. */
const OWN_NAMES = ['expert', 'react', 'window'];

const WEB_POLICY_NAMES: readonly string[] = [...OWN_NAMES, ...POLICY_NAMES];

/**
 * Checks the names before sources are loaded, which can take a minute.
 *
 * @throws AtomMemError if a name is unknown.
 */
export function checkWebPolicyNames(names: readonly string[]): void {
  const unknown = names.find((name) => !WEB_POLICY_NAMES.includes(name));
  if (unknown !== undefined) throw unknownName('policy', unknown, WEB_POLICY_NAMES);
}

/**
 * Creates a policy. `model` chooses its calls itself, `react` too. Others leave memory and answers to the policy or
 * workflow of that name, and search by rules.
 */
export async function createWebPolicy(
  name: string,
  sources: PolicySources,
  { source, calls }: { readonly source: WebSource; readonly calls: number },
): Promise<EvaluatedPolicy> {
  const policy = await create(name, sources, { source, calls });
  const needsModel =
    sources.flags.model !== undefined && !['rules', 'extractive', 'rag', 'window', 'expert'].includes(name);
  const fingerprint = JSON.stringify([
    name,
    needsModel ? sources.flags.model : null,
    policy.settings ?? null,
  ]);
  return { policy, fingerprint, needsModel };
}

async function create(
  name: string,
  sources: PolicySources,
  { source, calls }: { readonly source: WebSource; readonly calls: number },
): Promise<Policy> {
  if (name === 'expert') {
    if (source.web === undefined)
      throw usageError('the policy expert knows only the mini-web', 'Pass --data mini:2000');
    return miniWebExpert(source.web, source.server?.toAddress);
  }
  if (name === 'model') return createPolicy(name, sources);
  if (name === 'react') {
    if (sources.flags.model === undefined)
      throw usageError('the policy react asks a model', 'Pass --model NAME --base-url URL');
    const { webReactPolicy } = await import('../web/web-react-policy.ts');
    return { ...webReactPolicy({ ask: await createAsk(sources), tokens: sources.tokenizer }), name };
  }
  const memory =
    name === 'window'
      ? windowMemory({ answerFrom: answerFromTexts, tokens: sources.tokenizer })
      : await createPolicy(name, sources);
  return webSearcher({ memory, calls, name });
}
