/** A model manages the memory while it reads, then answers from it. A script plays the model. */
import { ask } from 'atommem';
import { languageModelPolicy } from 'atommem/ai';
import { scriptedModel } from './scripted-model.ts';

const documents = [
  { id: 'bridges', title: 'Oster Bridges', text: 'Oster Bridges was founded by Marta Velden in 1911.' },
  { id: 'velden', title: 'Marta Velden', text: 'Marta Velden was born in Lund.' },
];
const model = scriptedModel([
  '<create_memory>Marta Velden founded Oster Bridges and was born in Lund.</create_memory>',
  '<final_answer>\\boxed{Lund}</final_answer>',
]);

const questions = ['Where was the founder of Oster Bridges born?'];
const { answers, trajectory } = await ask({ documents, questions, policy: languageModelPolicy({ model }) });

console.log(answers[0]?.answer);
for (const { stage, effects } of trajectory?.steps ?? [])
  console.log(`${stage}: ${effects.map(({ operation }) => operation.op).join(', ')}`);
