/**
 * Invents names of places, people and projects, so that no answer is known beforehand.
 *
 * @module
 */
import type { Random } from '../../shared/random.ts';

const ONSETS = 'b br c cl d dr f g gr h k l m n p r s st t tr v w'.split(' ');
const VOWELS = 'a e i o u ai ea oa'.split(' ');
const CODAS = 'l m n nd r rn s th rk x ck lt'.split(' ');
const PLACE_ENDINGS = 'ford ton wick by field haven mere stead'.split(' ');
const FIRST_NAMES =
  `Ada Bela Clara Dario Edda Finn Greta Hugo Ines Jonas Kira Lena Milo Nora Otto Petra Quinn Rosa Silas Tilda
  Uri Vera Wanda Xenia Yara Zeno Anton Britta Conrad Dina`.split(/\s+/);

/** Returns new names: no name twice. */
export interface NameMaker {
  place(): string;
  person(): string;
  /** A word in capitals, for code names. */
  code(): string;
}

export function createNameMaker(random: Random): NameMaker {
  const used = new Set<string>();

  function once(make: () => string): string {
    for (;;) {
      const name = make();
      if (used.has(name)) continue;
      used.add(name);
      return name;
    }
  }

  const syllable = (): string => random.pick(ONSETS) + random.pick(VOWELS);
  const word = (): string => syllable() + syllable() + random.pick(CODAS);
  return {
    place: () => once(() => capitalise(syllable() + random.pick(CODAS) + random.pick(PLACE_ENDINGS))),
    person: () => once(() => `${random.pick(FIRST_NAMES)} ${capitalise(word())}`),
    code: () => once(() => word().toUpperCase()),
  };
}

function capitalise(word: string): string {
  return word[0]!.toUpperCase() + word.slice(1);
}

/** Returns a name as a part of an address. */
export function toSlug(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]+/g, '-');
}
