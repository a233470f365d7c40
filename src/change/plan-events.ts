/**
 * Plans what happens to the facts of a generated conversation, in order.
 *
 * @module
 */
import type { Random } from '../shared/random.ts';
import type { AttributeTemplate, SubjectKind } from './attribute-template.ts';
import { createValueDraw } from './draw-values.ts';
import { PERSONAL_TEMPLATES } from './personal-templates.ts';
import { WORK_TEMPLATES } from './work-templates.ts';

/** How a turn changes a fact, or does not. */
export type ChangeKind =
  | 'stated'
  | 'repeated'
  | 'explicit'
  | 'implied'
  | 'corrected'
  | 'retracted'
  | 'forgotten'
  | 'contradicted';

/** A fact of the generated world: an attribute of a subject. */
export interface GeneratedFact {
  readonly attribute: AttributeTemplate;
  readonly subject: string;
}

export interface PlannedEvent {
  readonly fact: GeneratedFact;
  readonly kind: ChangeKind;
  /** The value that the turn names: the new one, the same again, or a wrong one. */
  readonly value: string;
  /** The value before. Empty if there was none. */
  readonly old: string;
}

/** Histories of facts after the first statement. Each kind comes up about equally often. */
const HISTORIES: readonly (readonly ChangeKind[])[] = [
  ['explicit'],
  ['implied'],
  ['corrected'],
  ['repeated'],
  ['contradicted'],
  ['explicit', 'explicit'],
  ['forgotten'],
  ['repeated', 'implied'],
  ['retracted'],
  ['explicit', 'repeated'],
  ['implied', 'contradicted'],
  ['explicit', 'implied'],
  [],
];

const SUBJECTS: Readonly<Record<SubjectKind, readonly string[]>> = {
  user: [''],
  person:
    'Eva Ben Clara Dario Emil Fatima Gustav Hana Ivan Jelena Karim Lucia Marek Nora Otto Paula Ravi Sara Theo Ulla Viktor Wim Yuki Zoe Agnes Bruno Carmen Dina Elias Freya'.split(
      ' ',
    ),
  team: 'platform payments search mobile data security billing growth support design research infrastructure localisation compliance onboarding'.split(
    ' ',
  ),
  project:
    'Falconer Lighthouse Meridian Tundra Cobalt Juniper Mosaic Pelican Quartz Saffron Tangram Umbra Vesper Willowmere Zephyr Bramble Cascade Dovetail Ember Foxglove'.split(
      ' ',
    ),
};

/** Returns `count` facts, each with its events in order. The user's own facts come first. */
export function planEvents(count: number, random: Random): readonly (readonly PlannedEvent[])[] {
  const draw = createValueDraw(random);
  const facts = [
    ...random.shuffle(listFacts(PERSONAL_TEMPLATES.filter((attribute) => attribute.of === 'user'))),
    ...random.shuffle(
      listFacts([...PERSONAL_TEMPLATES.filter(({ of }) => of === 'person'), ...WORK_TEMPLATES]),
    ),
  ];
  // A third of the user's facts at most in short conversations, so that all kinds of subjects come up.
  const own = facts.slice(0, 9).slice(0, Math.ceil(count / 3));
  const chosen = [...own, ...facts.slice(9)].slice(0, count);
  const histories = random.shuffle(HISTORIES);
  return chosen.flatMap((fact, place) => {
    const events = planHistory(fact, histories[place % histories.length]!, draw);
    return events.length === 0 ? [] : [events];
  });
}

function listFacts(attributes: readonly AttributeTemplate[]): readonly GeneratedFact[] {
  return attributes.flatMap((attribute) => SUBJECTS[attribute.of].map((subject) => ({ attribute, subject })));
}

function planHistory(
  fact: GeneratedFact,
  history: readonly ChangeKind[],
  draw: ReturnType<typeof createValueDraw>,
): readonly PlannedEvent[] {
  const first = draw(fact.attribute.value);
  if (first === undefined) return [];
  const events: PlannedEvent[] = [{ fact, kind: 'stated', value: first, old: '' }];
  let current = first;
  for (const kind of history) {
    const changes = kind === 'explicit' || kind === 'implied' || kind === 'corrected';
    const value = changes || kind === 'contradicted' ? draw(fact.attribute.value) : current;
    if (value === undefined) break;
    events.push({ fact, kind, value, old: current });
    if (changes) current = value;
  }
  return events;
}
