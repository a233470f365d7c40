/**
 * LoCoMo as its authors distribute it.
 *
 * @module
 */

/** The numbers of LoCoMo's categories, in the words of its paper. */
const CATEGORIES: Readonly<Record<number, string>> = {
  1: 'multi_hop',
  2: 'temporal',
  3: 'open_domain',
  4: 'single_hop',
  5: 'adversarial',
};

interface OfficialRecord {
  readonly sample_id?: unknown;
  readonly conversation: Readonly<Record<string, unknown>>;
  readonly qa: readonly Readonly<Record<string, unknown>>[];
}

/** Whether a value is a conversation of `locomo10.json`. */
export function isOfficialLocomo(value: unknown): value is OfficialRecord {
  const record = Object(value) as Partial<OfficialRecord>;
  return typeof record.conversation === 'object' && record.conversation !== null && Array.isArray(record.qa);
}

/**
 * Converts a conversation into this project's format, unchecked. In LoCoMo, sessions are numbered fields
 * (`session_3`, `session_3_date_time`), answers can be numbers, and categories can be text.
 */
export function convertOfficialLocomo({ sample_id, conversation, qa }: OfficialRecord): object {
  const id = String(sample_id ?? 'conversation');
  const numbers = Object.keys(conversation)
    .flatMap((name) => /^session_(\d+)$/.exec(name)?.[1] ?? [])
    .map(Number)
    .sort((one, other) => one - other);
  return {
    id,
    speakers: [conversation.speaker_a, conversation.speaker_b].filter((speaker) => speaker !== undefined),
    sessions: numbers.map((number) => ({
      id: `session_${number}`,
      date_time: conversation[`session_${number}_date_time`],
      turns: toList(conversation[`session_${number}`]).map(({ dia_id, speaker, text, blip_caption }) => ({
        id: dia_id,
        speaker,
        text,
        image_caption: blip_caption,
      })),
    })),
    questions: qa.map(({ question, answer, category, evidence, adversarial_answer }, place) => ({
      id: `${id}-q${place + 1}`,
      question,
      answers: isAdversarial(category) ? [] : toAnswers(answer),
      type: CATEGORIES[Number(category)] ?? String(category),
      evidence: toList(evidence).map(String),
      answerable: !isAdversarial(category),
      adversarial_answer,
    })),
  };
}

function isAdversarial(category: unknown): boolean {
  return CATEGORIES[Number(category)] === 'adversarial';
}

function toAnswers(answer: unknown): readonly string[] {
  const answers: readonly unknown[] = Array.isArray(answer) ? answer : [answer];
  return answers.filter((each) => each !== null && each !== undefined).map(String);
}

function toList(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) ? value : [];
}
