/**
 * Reads address books (vCard) and calendars (iCalendar): one record for each card and event.
 *
 * @module
 */
import { createDocumentBuilder, type DocumentBuilder, type FileInfo } from './document-builder.ts';
import type { FileDocument } from './file-document.ts';
import { readPlain } from './read-plain.ts';

/** A property of a card: `TEL;TYPE=cell:600 550 101`. */
interface Property {
  readonly name: string;
  readonly parameters: string;
  readonly value: string;
  readonly line: number;
}

/** Cells by property. Other properties are for programs. */
const CONTACT_CELLS: Readonly<Record<string, string>> = {
  FN: 'name',
  NICKNAME: 'nickname',
  TITLE: 'title',
  ROLE: 'role',
  ORG: 'organisation',
  TEL: 'phone',
  EMAIL: 'email',
  ADR: 'address',
  BDAY: 'birthday',
  URL: 'website',
  CATEGORIES: 'group',
  NOTE: 'note',
};

const EVENT_CELLS: Readonly<Record<string, string>> = {
  SUMMARY: 'event',
  DTSTART: 'start',
  DTEND: 'end',
  DUE: 'due',
  DURATION: 'duration',
  RRULE: 'repeats',
  LOCATION: 'place',
  ORGANIZER: 'organiser',
  ATTENDEE: 'attendee',
  STATUS: 'status',
  CATEGORIES: 'category',
  URL: 'website',
  DESCRIPTION: 'note',
  COMMENT: 'comment',
};

/** Reads the contacts of a vCard file. */
export function readContacts(text: string, info: FileInfo): FileDocument {
  return readCards(text, info, /^VCARD$/, CONTACT_CELLS);
}

/** Reads the events and tasks of an iCalendar file. */
export function readCalendar(text: string, info: FileInfo): FileDocument {
  return readCards(text, info, /^(?:VEVENT|VTODO|VJOURNAL)$/, EVENT_CELLS);
}

function readCards(
  text: string,
  info: FileInfo,
  kinds: RegExp,
  names: Readonly<Record<string, string>>,
): FileDocument {
  const builder = createDocumentBuilder('table', info);
  let card: Property[] | undefined;
  let nested = 0;
  const finish = (): void => {
    if (card !== undefined) addCard(builder, card, names);
    card = undefined;
    nested = 0;
  };
  for (const property of unfoldLines(text)) {
    const { name, value } = property;
    if (name === 'BEGIN' && kinds.test(value.toUpperCase())) {
      finish();
      card = [];
    } else if (name === 'BEGIN') nested += 1;
    else if (name === 'END' && kinds.test(value.toUpperCase())) finish();
    else if (name === 'END') nested = Math.max(0, nested - 1);
    // An alarm within an event is not about the event.
    else if (nested === 0 || card === undefined) card?.push(property);
  }
  finish();
  const document = builder.finish('');
  return document.blocks.length > 0 ? document : readPlain(text, info);
}

function addCard(
  builder: DocumentBuilder,
  properties: readonly Property[],
  names: Readonly<Record<string, string>>,
): void {
  const cells = properties.flatMap((one) => {
    const name = names[one.name];
    const value = toText(one);
    return name === undefined || value === '' ? [] : [{ name, value, line: one.line }];
  });
  builder.record(
    cells.map(({ name, value }) => [name, value] as const),
    cells.map(({ name, value, line }) => ({ text: `${name}: ${value}`, line })),
  );
}

const PROPERTY = /^(?:[\w-]{1,60}\.)?([\w-]{1,60})((?:;(?:[^:;"]|"[^"]*")*)*):(.*)$/;

/** Reads properties. A line that begins with a space continues the one before. */
function* unfoldLines(text: string): Generator<Property> {
  let parts: string[] = [];
  let start = 1;
  const lines = text.split('\n');
  for (let at = 0; at <= lines.length; at++) {
    const line = lines[at]?.replace(/\r$/, '');
    if (line !== undefined && /^[ \t]/.test(line) && parts.length > 0) {
      parts.push(line.slice(1));
      continue;
    }
    const match = PROPERTY.exec(parts.join(''));
    if (match !== null)
      yield { name: match[1]!.toUpperCase(), parameters: match[2]!, value: match[3]!.trim(), line: start };
    parts = line === undefined ? [] : [line];
    start = at + 1;
  }
}

/** Returns the value as people write it. */
function toText({ name, parameters, value }: Property): string {
  if (/^(?:BDAY|DTSTART|DTEND|DUE)$/.test(name)) return toDate(value, name === 'DTEND');
  const named = /;CN=(?:"([^"]*)"|([^;:]*))/i.exec(parameters);
  if (named !== null) return named[1] ?? named[2] ?? '';
  if (name === 'RRULE') return value.toLowerCase().replace(/;/g, ', ').replace(/=/g, ' ');
  const parts = /^(?:ADR|ORG)$/.test(name) ? value.split(/(?<!\\);/) : [value];
  return parts
    .map((part) =>
      part
        .replace(/\\n/gi, ' ')
        .replace(/\\(.)/g, '$1')
        .replace(/^(?:mailto|tel):/i, '')
        .trim(),
    )
    .filter((part) => part !== '')
    .join(', ');
}

/** `20261130T180000Z` is written "2026-11-30 18:00 UTC". The end of whole days is the day after the last one. */
function toDate(value: string, isEnd: boolean): string {
  const match = /^(\d{4})-?(\d{2})-?(\d{2})(?:T(\d{2}):?(\d{2})(?::?\d{2})?(Z)?)?$/.exec(value);
  if (match === null) return value;
  const [, year, month, day, hour, minute, zone] = match;
  if (hour !== undefined) return `${year}-${month}-${day} ${hour}:${minute}${zone === 'Z' ? ' UTC' : ''}`;
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day) - (isEnd ? 1 : 0)));
  return date.toISOString().slice(0, 10);
}
