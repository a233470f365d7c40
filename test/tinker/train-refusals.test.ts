/** Errors of training commands before training starts. @module */
import { createServer } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openCommandBench, type Words } from './command-bench.ts';
import type { StrictServer } from './strict-server.ts';
import { runCommand, writeModelFolder } from './train-bench.ts';

const { folder, serve, run, bareSftWords, sftWords, grpoWords } = openCommandBench();

describe('before training starts', () => {
  const web = createServer((_, response) => response.end('<html>'));
  let jax: StrictServer;
  beforeAll(async () => {
    jax = await serve('skyrl-jax');
    await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => web.close());
  const webUrl = (): string => `http://127.0.0.1:${(web.address() as { port: number }).port}`;

  it.each<[string, () => Words, RegExp]>([
    [
      'a server that is not there',
      () => grpoWords({ url: 'http://127.0.0.1:9' }, 'skyrl-jax', 'no'),
      /does not answer.*start the server or correct the url/i,
    ],
    ['another protocol', () => grpoWords({ url: webUrl() }, 'skyrl-jax', 'no'), /check the url/i],
    [
      'a model that is not served',
      () => [...grpoWords(jax, 'skyrl-jax', 'no'), '--model', 'qwen'],
      /does not serve qwen[.;] it serves: \/models\/tiny/i,
    ],
    [
      'a rank over the limit',
      () => [...grpoWords(jax, 'skyrl-jax', 'no'), '--rank', '64'],
      /rank 64 is over the limit 32/i,
    ],
    [
      'a model that cannot be trained whole',
      () => [...grpoWords(jax, 'skyrl-jax', 'no'), '--rank', '0'],
      /skyrl-jax trains adapters only/i,
    ],
    [
      'prompts beyond the context',
      () => [...grpoWords(jax, 'skyrl-jax', 'no'), '--max-prompt-tokens', '100'],
      /a context of 104 \(it has 72\).*--max-prompt-tokens/i,
    ],
    [
      'a limit that the server has not',
      () => [...grpoWords(jax, 'skyrl-jax', 'no'), '--gradient-clip', '1'],
      /skyrl-jax does not have gradientClip.*--gradient-clip 0/i,
    ],
    [
      'an optimizer that the server sets itself',
      () => [...grpoWords(jax, 'skyrl-fsdp', 'no'), '--preset', 'released', '--kl', '0'],
      /skyrl-fsdp does not have beta1, beta2, weightDecay.*--left-to-server/i,
    ],
    [
      'rollouts ahead of a server that cannot',
      () => [...grpoWords(jax, 'skyrl-jax', 'no'), '--staleness', '1'],
      /sampling while it trains.*--staleness 0/i,
    ],
    [
      'weights that are not there',
      () => [...grpoWords(jax, 'skyrl-jax', 'no'), '--init', 'nowhere'],
      /nowhere holds no weights/i,
    ],
    [
      'a reference without a server',
      () => [...grpoWords(jax, 'skyrl-fsdp', 'no'), '--kl', '0.1'],
      /--reference-url URL, or turn the penalty off with --kl 0/i,
    ],
    [
      'questions of another task',
      () => [...grpoWords(jax, 'skyrl-jax', 'no'), '--task', 'musique'],
      /holds questions of hotpotqa, not of musique\. Pass --task hotpotqa, or no --task/i,
    ],
    [
      'more held out than there is',
      () => [...grpoWords(jax, 'skyrl-jax', 'no'), '--tasks', '12'],
      /12 of 12 streams are to be held out/i,
    ],
    ['nothing to imitate', () => bareSftWords(jax, 'skyrl-jax', 'no'), /train sft needs --trajectories/],
    [
      'episodes that are all too bad',
      () => [...sftWords(jax, 'skyrl-jax', 'no'), '--max-output-tokens', '1'],
      /no reply to imitate.*reply too long/i,
    ],
    [
      'episodes of another dialect',
      () => [...sftWords(jax, 'skyrl-jax', 'no'), '--codec', 'atommem-8b'],
      /is written in tags, not in atommem-8b/i,
    ],
    [
      'one store for all rollouts',
      () => [...grpoWords(jax, 'skyrl-jax', 'no'), '--rules', 'official'],
      /--rules official,store=better/i,
    ],
    ['the lab on a server', () => ['train', 'grpo', '--engine', 'tinker', '--out', 'x'], /needs --url/],
    [
      'documents on this machine',
      () => ['train', 'grpo', '--task', 'hotpotqa', '--out', 'x'],
      /Pass --data FILES with questions of hotpotqa/i,
    ],
    [
      'a server for the lab',
      () => ['train', 'sft', '--url', jax.url, '--out', 'x'],
      /--url applies to --engine tinker only/i,
    ],
  ])('refuses %s', async (_, words, message) => {
    const { error, stdout } = await run(words());
    expect(error?.message).toMatch(message);
    expect(error?.message).not.toMatch(/\n/);
    expect(stdout).toBe('');
  });

  it('rejects a missing or wrong key and a tokenizer of another model', async () => {
    const server = await serve('tuft');
    const words = grpoWords(server, 'tuft', 'no');
    expect((await runCommand(words)).error?.message).toMatch(
      /tuft server requires an API key\. Set TINKER_API_KEY/i,
    );
    const wrong = await runCommand(words, { key: 'tml-of-somebody-else' });
    expect(wrong.error?.message).toMatch(/does not accept the API key/i);
    expect(wrong.error?.message).not.toContain('somebody');
    const other = join(folder, 'other');
    await writeModelFolder(other, 200);
    const misfit = await run([...words, '--model-files', other]);
    expect(misfit.error?.message).toMatch(/ids up to 262, but the model's vocabulary is 200/i);
  });
});
