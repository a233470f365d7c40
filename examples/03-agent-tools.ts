/** Tools for an agent: the model decides what to remember. A script plays the model. */
import { generateText, isStepCount } from 'ai';
import { createMemory } from 'atommem';
import { type MemoryToolResult, memoryTools } from 'atommem/ai';
import { scriptedModel } from './scripted-model.ts';

const memory = createMemory({ namespace: 'users/ada', clock: () => Date.UTC(2026, 0, 2) });
const model = scriptedModel([
  { tool: 'memory_create', input: { text: 'Ada lives in Lisbon.' } },
  { tool: 'memory_read', input: { query: 'Ada Lisbon' } },
  { tool: 'memory_update', input: { id: 'm1', text: 'Ada lives in Porto.' } },
  { tool: 'memory_update', input: { id: 'm9', text: 'Ada has a dog.' } },
  'Noted: you moved to Porto.',
]);

const { text, steps } = await generateText({
  model,
  tools: memoryTools(memory),
  stopWhen: isStepCount(8),
  prompt: 'I moved from Lisbon to Porto.',
});

for (const { toolName, output } of steps.flatMap(({ toolResults }) => toolResults))
  console.log(`${toolName}: ${(output as MemoryToolResult).text}`);
console.log(text);
