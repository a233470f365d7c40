import type { Compatibility } from '../agent/compatibility.ts';
import { codecNames, createCodec } from '../codec/codecs.ts';
import { answerFromTexts } from '../policy/extractive/answer-from-texts.ts';
import { extractivePolicy } from '../policy/extractive/extractive-policy.ts';
import { languageModelPolicy } from '../policy/language-model.ts';
import type { Policy } from '../policy/policy.ts';
import { ragPolicy } from '../policy/rag.ts';
import { createPrompts } from '../prompt/prompts.ts';
import type { Tokenizer } from '../task/tokenizer.ts';
import { languageModelAsk } from '../workflow/language-model-ask.ts';
import { createWorkflow, workflowNames } from '../workflow/workflows.ts';
import { connectModel, type ModelFlags } from './model-options.ts';
import { UsageError, unknownName } from './usage-error.ts';

/** What a policy may need of the command line. */
export interface PolicySources {
  readonly flags: ModelFlags;
  readonly environment: NodeJS.ProcessEnv;
  readonly tokenizer: Tokenizer;
  readonly rules: Compatibility;
}

const POLICIES: ReadonlyMap<string, (sources: PolicySources) => Policy> = new Map<
  string,
  (sources: PolicySources) => Policy
>([
  ['extractive', () => extractivePolicy()],
  ['rag', () => ragPolicy({ answerFrom: answerFromTexts })],
  ['model', modelPolicy],
]);

export const POLICY_NAMES: readonly string[] = [...POLICIES.keys(), ...workflowNames];

/**
 * The policy or workflow of that name.
 *
 * @throws a `UsageError` for an unknown name (it lists the known ones), or a model that is not given.
 */
export function createPolicy(name: string, sources: PolicySources): Policy {
  const create = POLICIES.get(name);
  if (create !== undefined) return create(sources);
  if (!workflowNames.includes(name)) throw unknownName('policy', name, POLICY_NAMES);
  return workflowPolicy(name, sources);
}

/** A fixed workflow: its model where one is given, else rules that read the answer out of its texts. */
function workflowPolicy(name: string, sources: PolicySources): Policy {
  const { flags, environment, tokenizer } = sources;
  const asked = flags.model === undefined ? undefined : connectModel(flags, environment);
  try {
    const workflow = createWorkflow(name, {
      ...(asked
        ? { ask: languageModelAsk({ model: asked, timeout: flags.timeout * 1000, retries: flags.retries }) }
        : { answerFrom: answerFromTexts }),
      ...(name === UNTRAINED && { policy: modelPolicy(sources) }),
      tokens: tokenizer,
    });
    return { ...workflow, unit: workflow.declaration.unit };
  } catch (cause) {
    if (cause instanceof UsageError) throw cause;
    const reason = (cause as Error).message.replace(/: give "\w+"$/, ': give --model NAME --base-url URL');
    throw new UsageError(reason);
  }
}

const UNTRAINED = 'atommem-untrained';

function modelPolicy({ flags, environment, tokenizer, rules }: PolicySources): Policy {
  if (!codecNames.some((name) => name === flags.codec)) throw unknownName('codec', flags.codec, codecNames);
  const codec = createCodec(flags.codec, {
    slotZero: rules.slotZero === 'official' ? 'last-entry' : 'invalid',
    malformed: rules.malformed === 'official' ? 'abort' : 'skip',
  });
  const truncate = (text: string, tokens: number): string =>
    tokenizer.decode(tokenizer.encode(text).slice(0, tokens));
  return languageModelPolicy({
    model: connectModel(flags, environment),
    codec,
    prompts: createPrompts(codec.name, { truncate, shape: flags.promptShape }),
    temperature: flags.temperature,
    topP: flags.topP,
    maxOutputTokens: flags.maxOutputTokens,
    timeout: flags.timeout * 1000,
    retries: flags.retries,
    random: Math.random,
  });
}
