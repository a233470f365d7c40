/**
 * A policy of your own: it remembers only titles, so it can say which document answers a question.
 */
import { definePolicy, type Policy, runEpisode } from 'atommem';
import { documentTask } from 'atommem/tasks';

const titles: Policy = definePolicy({
  name: 'titles',
  memorise: ({ chunk }) => chunk.documents.map(({ title }) => ({ op: 'create', text: title })),
  answer: (_, { view }) => view.entries[0]?.text ?? null,
});

const task = documentTask({
  documents: [
    { id: '1', title: 'Lease of the mill', text: 'Signed by Ada Byron on 3 May.' },
    { id: '2', title: 'Minutes of the harbour board', text: 'The crane is repaired in June.' },
  ],
  questions: ['Who signed the lease?', 'When is the harbour crane repaired?', 'Who feeds the cat?'],
});

const { end } = await runEpisode({ task, policy: titles });
console.log(end.answers);
