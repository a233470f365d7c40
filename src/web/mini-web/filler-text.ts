/**
 * Writes sentences that say nothing, for long pages.
 *
 * @module
 */
import type { Random } from '../../shared/random.ts';

const SUBJECTS = [
  'The committee',
  'A group of visitors',
  'The technical staff',
  'Our partners',
  'The library',
  'A summer school',
  'The workshop',
  'Local schools',
  'The editors',
  'A delegation',
  'The archive team',
  'Volunteers',
];
const VERBS = [
  'discussed',
  'prepared',
  'reviewed',
  'catalogued',
  'presented',
  'repaired',
  'described',
  'compared',
  'arranged',
  'translated',
];
const OBJECTS = [
  'older drawings',
  'the new guidelines',
  'several instruments',
  'a set of maps',
  'letters from readers',
  'the programme of the season',
  'loans from other houses',
  'plans for the courtyard',
  'the catalogue',
  'field notes',
];
const ENDS = [
  'during the spring',
  'over two afternoons',
  'in the reading room',
  'with great care',
  'before the summer break',
  'together with guests',
  'for the annual meeting',
  'without further changes',
];

/** Returns a paragraph of some sentences. */
export function writeFiller(random: Random, sentences: number): string {
  const write = (): string =>
    `${random.pick(SUBJECTS)} ${random.pick(VERBS)} ${random.pick(OBJECTS)} ${random.pick(ENDS)}.`;
  return Array.from({ length: sentences }, write).join(' ');
}
