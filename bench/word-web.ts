/**
 * Trains a small model on the web task, over webs made of the lab's words, and prints its reward before and after.
 *
 *     node bench/word-web.ts                       # seeds 1, 2 and 3
 *     node bench/word-web.ts 1 --steps 1000 --updates 20 --workers 1
 *
 * @module
 */
import { parseArgs } from 'node:util';
import { scorePolicy, trainWordWeb, type WordWebScore } from '../src/lab/web/train-word-web.ts';
import { createWordWebExpert, forgetfulTeacher } from '../src/lab/web/word-web-expert.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    steps: { type: 'string', default: '1000' },
    updates: { type: 'string', default: '20' },
    episodes: { type: 'string', default: '200' },
    workers: { type: 'string' },
  },
});
const episodes = Number(values.episodes);
const seeds = positionals.length > 0 ? positionals.map(Number) : [1, 2, 3];

function show({ reward, exact, creates, calls }: WordWebScore): string {
  const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
  return `reward ${reward.toFixed(3)}, both right ${percent(exact)}, ${creates.toFixed(2)} entries, ${calls.toFixed(2)} calls`;
}

console.log(
  'expert                 ',
  show(await scorePolicy((seed) => createWordWebExpert(seed), episodes)),
);
console.log(
  'expert without notes   ',
  show(await scorePolicy((seed) => createWordWebExpert(seed, false), episodes)),
);
console.log('teacher                ', show(await scorePolicy(forgetfulTeacher(0.5), episodes)));
for (const seed of seeds) {
  const began = performance.now();
  const { parameters, after } = await trainWordWeb({
    seed,
    steps: Number(values.steps),
    updates: Number(values.updates),
    episodes,
    workers: values.workers === undefined ? undefined : Number(values.workers),
    onStep: ({ step, loss }) =>
      step % 100 === 0 && console.log(`seed ${seed}, step ${step}: loss ${loss.toFixed(3)}`),
    onImitated: (score) => console.log(`seed ${seed}, after imitation`, show(score)),
    onUpdate: ({ update, reward }) =>
      update % 5 === 0 && console.log(`seed ${seed}, update ${update}: reward ${reward.toFixed(3)}`),
  });
  console.log(`seed ${seed}, after GRPO     `, show(after));
  const seconds = (performance.now() - began) / 1000;
  console.log(
    `${parameters} parameters, ${seconds.toFixed(0)} s wall, ${(process.cpuUsage().user / 1e6).toFixed(0)} s CPU so far`,
  );
}
