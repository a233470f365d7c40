import type { Compatibility } from '../agent/compatibility.ts';
import { codecNames, createCodec } from '../codec/codecs.ts';
import { answerFromTexts } from '../policy/extractive/answer-from-texts.ts';
import { extractivePolicy } from '../policy/extractive/extractive-policy.ts';
import { languageModelPolicy } from '../policy/language-model.ts';
import type { Policy } from '../policy/policy.ts';
import { ragPolicy } from '../policy/rag.ts';
import { createPrompts } from '../prompt/prompts.ts';
import type { Tokenizer } from '../task/tokenizer.ts';
import { connectModel, type ModelFlags } from './model-options.ts';
import { unknownName } from './usage-error.ts';

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

export const POLICY_NAMES: readonly string[] = [...POLICIES.keys()];

/**
 * The policy of that name.
 *
 * @throws a `UsageError` for an unknown name (it lists the known ones), or a model that is not given.
 */
export function createPolicy(name: string, sources: PolicySources): Policy {
  const create = POLICIES.get(name);
  if (create === undefined) throw unknownName('policy', name, POLICY_NAMES);
  return create(sources);
}

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
