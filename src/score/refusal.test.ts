/** Tests of refusals. @module */
import { expect, it } from 'vitest';
import { isRefusal } from './refusal.ts';

it.each([
  'Not mentioned',
  'It was never mentioned in the dialogue.',
  'No information available.',
  'There is not enough information to say.',
  'I don’t know.',
  'The conversation does not say.',
  'This cannot be determined from memory.',
  'Unknown',
  'N/A',
  'noanswer',
])('takes "%s" for a refusal', (answer) => {
  expect(isRefusal(answer)).toBe(true);
});

it.each([
  '7 May 2023',
  'Turtles',
  'No',
  'The Unknown Soldier',
  'Not Without My Daughter',
  'the data center in Nome',
  'None of the Above, a band',
])('takes "%s" for an answer', (answer) => {
  expect(isRefusal(answer)).toBe(false);
});

it.each([null, '', '  '])('does not take silence (%j) for a refusal', (silence) => {
  expect(isRefusal(silence)).toBe(false);
});
