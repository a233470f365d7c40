/**
 * Writes entries in a process of its own and prints each text when the memory has acknowledged it:
 * `node bench/peers/write.ts NAME FOLDER NUMBER COUNT`.
 *
 * @module
 */
import { ADAPTERS } from './adapters.ts';

const [name, folder = '', number, count] = process.argv.slice(2);
const adapter = ADAPTERS.find((one) => one.name === name);
if (adapter === undefined) throw new Error(`No memory ${name}.`);
const peer = await adapter.open(folder);
for (let place = 0; place < Number(count); place++) {
  const text = `p${number}n${place}w`;
  await peer.create('users/1', text);
  console.log(text);
}
await peer.close();
process.exit(0);
