/** Questions over documents that do not fit into a context window: sentences with their places. */
import { ask } from 'atommem';
import { readDocuments } from 'atommem/tasks';

const { documents } = await readDocuments('05-documents');
const { answers } = await ask({
  documents,
  questions: [
    'Who owns the workshop?',
    'What is the rent now?',
    'Which repair was the most expensive?',
    'When was the roof painted?',
  ],
});
for (const { question, found, answer, guess, sentences } of answers) {
  const [first] = sentences;
  const likely = guess ? `perhaps ${guess.text}` : found ? 'see' : 'not found; nearest';
  console.log(`${question} ${answer ?? likely} (${first?.path}:${first?.line})`);
  console.log(`  ${first?.text}`);
}
