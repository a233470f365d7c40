/** Memory without asking for it: recalled before a turn, written after it. A script plays the model. */
import { generateText } from 'ai';
import { createMemory } from 'atommem';
import { withMemory } from 'atommem/ai';
import { scriptedModel } from './scripted-model.ts';

const memory = createMemory({ namespace: 'users/ada' });
const parrot = scriptedModel((prompt) => prompt.match(/^- .*$/gm)?.join(' ') ?? 'I remember nothing.');
const model = withMemory(parrot, { memory, budget: { tokens: 1200 } });

for (const prompt of [
  "I'm Ada, I live in Lisbon.",
  'We moved to Porto.',
  'Please forget where I live.',
  'Who am I?',
]) {
  const { text } = await generateText({ model, prompt });
  console.log(`${prompt}\n  ${text}`);
}
console.log((await memory.log()).map(({ kind, text }) => `${kind} ${text}`).join('\n'));
