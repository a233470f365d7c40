/** Lasting memory: one SQLite file, one namespace for each user. The store brings its own search. */
import { createMemory } from 'atommem';
import { sqlite } from 'atommem/sqlite';

const store = sqlite('agent.db');
const memoryFor = (userId: string) => createMemory({ store, namespace: `users/${userId}` });

await memoryFor('ada').create('Prefers trains to planes.');
await memoryFor('max').create('Is allergic to nuts.');

console.log((await memoryFor('ada').read('what does she prefer: trains?')).map(({ text }) => text));
console.log(await memoryFor('ada').read('nuts'));
await store.close();
