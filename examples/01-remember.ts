/** Remember and recall: the four operations, one call each. */
import { createMemory } from 'atommem';

const memory = createMemory();
const { id } = await memory.create('Ada prefers trains to planes.');
const [entry] = await memory.read('how does Ada travel, by trains?');
console.log(entry?.text);

await memory.update(id, 'Ada prefers night trains.');
console.log((await memory.read('trains')).map(({ text }) => text));

await memory.delete(id);
console.log((await memory.log()).map(({ kind, version }) => `${version} ${kind}`).join(', '));
