/**
 * Detects the language of a text by stop words and scripts.
 *
 * @module
 */
import { foldAccents } from '../shared/fold-accents.ts';

export type Language = 'en' | 'de' | 'fr' | 'es' | 'zh' | 'ja' | 'ko';

const toSet = (words: string): ReadonlySet<string> => new Set(words.trim().split(/\s+/));

/** Function words. Without accents, in lower case. */
export const STOP_WORDS: Readonly<Record<'en' | 'de' | 'fr' | 'es', ReadonlySet<string>>> = {
  en: toSet(`a an the this that these those it its he him his she her hers they them their we us our you your i my me
    of in on at by to for from with without into onto about as than then if so but and or nor be is was were are am
    been being has have had having do does did doing done can could will would shall should may might must there here
    who whom whose which what when where why how not no any some such also just s t d ll re ve m up out per via
    get gets got please tell give show find many much long often far`),
  de: toSet(`der die das den dem des ein eine einer eines einem einen und oder aber nicht kein keine ist sind war waren
    wird werden wurde hat haben hatte sein seine ihr ihre es er sie wir ich du man mit von vom zum zur zu im in am an
    auf aus bei fur uber unter nach vor seit bis durch um als wie wer was wo wann warum wieso welche welcher welches
    wem wen wessen womit wofur wohin woher wieviel viel viele lange oft hoch auch nur noch so dass sich kann konnen
    muss mussen darf durfen soll heisst gibt`),
  fr: toSet(`le la les l un une des du de d et ou mais ne pas n est sont etait a ont avait ete etre avoir il elle ils
    elles on nous vous je tu ce cet cette ces se sa son ses leur leurs au aux en dans par pour sur avec sans sous chez
    qui que quoi quel quelle quels quelles quand ou comment pourquoi combien dont qu y t m s j est-ce depuis plus`),
  es: toSet(`el la los las un una unos unas de del y o pero no es son era fue fueron ha han habia ser estar esta estan
    se su sus le les lo al a en por para con sin sobre entre que quien quienes cual cuales cuando donde como cuanto
    cuanta cuantos cuantas porque qu e cada mas muy si me mi nos cuesta hay`),
};

const LATIN: readonly ('en' | 'de' | 'fr' | 'es')[] = ['en', 'de', 'fr', 'es'];
const SAMPLE = 4000;

/** Returns the most likely language of a text. Default: English. */
export function detectLanguage(text: string): Language {
  const sample = text.slice(0, SAMPLE);
  const count = (pattern: RegExp): number => sample.match(pattern)?.length ?? 0;
  const letters = Math.max(1, count(/\p{L}/gu));
  if (count(/[\u3041-\u3096\u30a1-\u30fa]/g) > letters * 0.05) return 'ja';
  if (count(/\p{sc=Hangul}/gu) > letters * 0.2) return 'ko';
  if (count(/\p{sc=Han}/gu) > letters * 0.2) return 'zh';
  const words = foldAccents(sample.toLowerCase()).match(/\p{L}+/gu) ?? [];
  let best: Language = 'en';
  let most = 0;
  for (const language of LATIN) {
    const hits = words.filter((word) => STOP_WORDS[language].has(word)).length;
    if (hits > most) [best, most] = [language, hits];
  }
  return best;
}
