/** Measure policies: every policy on the same tasks, with intervals and a test of each difference. */
import { definePolicy, ragPolicy } from 'atommem';
import { type EvalTask, evaluate } from 'atommem/eval';

const LIVES: Readonly<Record<string, string>> = {
  Ada: 'Lund',
  Bo: 'Oslo',
  Cy: 'Bergen',
  Di: 'Turku',
  Ed: 'Umea',
};

/** One question about each person, and documents about all of them. */
const tasks: readonly EvalTask[] = Object.entries(LIVES).map(([person, city]) => ({
  id: person,
  dataset: 'homes',
  questions: [{ id: person, text: `Where does ${person} live?`, answers: [city], support: [person] }],
  documents: Object.entries(LIVES).map(([name, home]) => ({
    ...{ id: name, title: name, text: `${name} is a painter. ${name} lives in ${home}.` },
  })),
}));

/** Stores titles only. */
const titles = definePolicy({
  name: 'titles',
  memorise: ({ chunk }) => chunk.documents.map(({ title }) => ({ op: 'create', text: title })),
  answer: (_, { view }) => view.entries[0]?.text ?? null,
});

const table = await evaluate({ tasks, policies: { titles, rag: ragPolicy() }, timer: () => 0 });
console.log(table.toString(80));
