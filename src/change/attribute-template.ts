/**
 * What a generated conversation can say about an attribute.
 *
 * @module
 */

/** Who has an attribute: the user, another person, a team or a project. */
export type SubjectKind = 'user' | 'person' | 'team' | 'project';

/** The kinds of values, each with its own source. */
export type ValueKind =
  | 'city'
  | 'address'
  | 'company'
  | 'person'
  | 'job'
  | 'code'
  | 'clock'
  | 'day'
  | 'date'
  | 'money'
  | 'room'
  | 'count'
  | 'thing'
  | 'channel'
  | 'phone';

/**
 * Templates of one attribute. `{s}` is the subject, `{v}` the new value, `{old}` the value before. The lists are split
 * among training, development and test by position, so each holds at least three.
 */
export interface AttributeTemplate {
  readonly name: string;
  readonly of: SubjectKind;
  readonly value: ValueKind;
  /** The attribute as a phrase after which a value can follow: "{s}'s deadline". */
  readonly phrase: string;
  readonly questions: readonly string[];
  readonly stated: readonly string[];
  /** Says that the value changed. */
  readonly changed: readonly string[];
  /** Implies another value without naming the attribute. */
  readonly implied: readonly string[];
}
