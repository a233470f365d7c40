/**
 * Measures chat memory against two baselines, on scripted conversations with changing facts.
 *
 *     npm run bench:conversation                 all tables
 *     npm run bench:conversation -- --failures   also the failures, with the injected block
 *     npm run bench:conversation -- FILE         another file of test/conversations
 *     npm run bench:conversation -- --recall     only what memory shows
 *
 * @module
 */
import { loadDefaultTokenizer } from '../src/task/tokenizer.ts';
import { measureCache, measureOverhead, type Recalled, recallScript } from './conversation/measure.ts';
import {
  composeLongTurns,
  loadJson,
  playScript,
  type Script,
  type SmallTalk,
} from './conversation/scripts.ts';
import { SYSTEMS } from './conversation/systems.ts';

const BUDGET = 300;
const ENTRIES = 10_000;

const argument = process.argv.slice(2);
const file = argument.find((word) => !word.startsWith('--')) ?? 'conversations.json';
const scripts = loadJson<Script[]>(file);
const talk = loadJson<SmallTalk>('small-talk.json');
const tokenizer = await loadDefaultTokenizer();
const settings = { tokenizer, budget: BUDGET };

const share = (values: readonly (boolean | undefined)[]): string => {
  const known = values.filter((value) => value !== undefined);
  const right = known.filter((value) => value).length;
  return `${((100 * right) / known.length).toFixed(1)} % (${right} of ${known.length})`;
};

console.log(`${scripts.length} conversations of ${file}, budget ${BUDGET} tokens\n`);
for (const system of SYSTEMS) {
  const rows: Recalled[] = [];
  for (const script of scripts) rows.push(...(await recallScript(script, system, talk, settings)));
  console.log(system.name);
  console.log(`  current value shown       ${share(rows.map(({ current }) => current))}`);
  console.log(`  superseded value absent   ${share(rows.map(({ absent }) => absent))}`);
  console.log(`  absent or marked as past  ${share(rows.map(({ marked }) => marked))}`);
  const tokens = rows.map((row) => row.tokens);
  const mean = tokens.reduce((sum, count) => sum + count, 0) / tokens.length;
  console.log(`  injected tokens           mean ${mean.toFixed(0)}, most ${Math.max(...tokens)}`);
  if (system === SYSTEMS[0] && argument.includes('--failures'))
    for (const row of rows.filter(({ current, absent }) => current === false || absent === false))
      console.log(
        `\n${row.script}: ${row.question} (current ${row.current}, absent ${row.absent})\n${row.block}`,
      );
}

if (argument.includes('--recall')) process.exit();

const long: Script = {
  id: 'thirty-turns',
  turns: scripts.flatMap(({ turns }) => turns).slice(0, 10),
  asks: [],
};
const exchanges = playScript(long, talk, 2).slice(0, 30);
const instructions = 'You are a helpful assistant. Answer briefly and kindly. '.repeat(12);
console.log(
  `\nprompt tokens served by a prefix cache in a conversation of ${exchanges.length} turns (blocks of 16)`,
);
const bare = await measureCache(exchanges, undefined, instructions, settings);
console.log(`  no memory                 ${(100 * bare.share).toFixed(1)} % of ${bare.promptTokens}`);
for (const system of SYSTEMS) {
  const use = await measureCache(exchanges, system, instructions, settings);
  console.log(`  ${system.name.padEnd(25)} ${(100 * use.share).toFixed(1)} % of ${use.promptTokens}`);
}

const turns = [
  ['short turns', playScript(long, talk, 6)],
  ['turns of 200 to 500 words', composeLongTurns(scripts, talk, { count: 80, least: 200, most: 500 })],
] as const;
for (const entries of [1000, ENTRIES])
  for (const [name, played] of turns) {
    console.log(
      `\n${entries.toLocaleString('en')} entries, ${name}: median processor time of a turn, model excluded`,
    );
    for (const system of SYSTEMS) {
      const { bare, recall, full } = await measureOverhead(played, system, entries, settings);
      console.log(
        `  ${system.name.padEnd(25)} +${(full - bare).toFixed(2)} ms (recall ${(recall - bare).toFixed(2)}; ${bare.toFixed(2)} without memory)`,
      );
    }
  }
