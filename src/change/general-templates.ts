/**
 * Templates for any attribute, openers, small talk and replies. Split by position, like those of attributes.
 *
 * @module
 */

/** `{p}` is the attribute as a phrase, with a capital first letter where it starts the sentence. */
export const REPEATED: readonly string[] = [
  'As I said, {p} is {v}.',
  'Just to repeat it: {p} is {v}.',
  'To be clear, {p} is {v}.',
  'Remember that {p} is {v}.',
  'Once more, because it matters: {p} is {v}.',
  'I think I mentioned that {p} is {v}.',
];

export const CORRECTED: readonly string[] = [
  'Sorry, I got that wrong: {p} is {v}, not {old}.',
  'Correction: {p} is {v}.',
  'I misspoke, {p} is {v} and not {old}.',
  'Oops, {p} is {v}, I mixed it up.',
  'Small correction: {p} is actually {v}.',
  'I made a mistake earlier. {p} is {v}, not {old}.',
];

export const RETRACTED: readonly string[] = [
  'Ignore what I said about {p}, nothing is settled.',
  'It turns out that {p} is not {v}, and nobody knows it yet.',
  'I have to take back what I told you about {p}. It is not {v}.',
  'Scrap {p}: {v} is off, and there is no replacement.',
  '{p} is no longer {v}. It is open again.',
  'What I said about {p} was wrong, it is not {v}, and I will let you know.',
];

export const FORGOTTEN: readonly string[] = [
  'Please forget {p}.',
  'Forget what I told you about {p}.',
  'Can you delete {p} from your memory?',
  "Please don't remember {p}.",
  'I want you to forget {p}.',
  'Remove {p} from your notes, please.',
];

/** A source that the user trusts less than the earlier statement. `{w}` is the wrong value. */
export const CONTRADICTED: readonly string[] = [
  'Someone on the bus claimed that {p} is {w}, which I do not believe.',
  'An old web page says that {p} is {w}, but it is out of date.',
  'A colleague who is often wrong thinks that {p} is {w}.',
  'According to a rumour, {p} is {w}. I would not trust it.',
  'The intern guessed that {p} is {w}.',
  'A chat bot told me that {p} is {w}, but it makes things up.',
];

export const OPENERS: readonly string[] = [
  '',
  'By the way, ',
  'Quick note: ',
  '',
  'Before I forget, ',
  'For your information, ',
  '',
  'One more thing: ',
  'Just so you know, ',
];

export const UPDATE_OPENERS: readonly string[] = ['', 'Update: ', '', 'News: ', '', 'Heads-up: '];

/** Turns without a fact that anybody asks about. */
export const SMALL_TALK: readonly string[] = [
  'Can you explain how a heat pump works?',
  'What is a good way to learn the piano as an adult?',
  'Write a short poem about autumn leaves.',
  'How do I get a wine stain out of a tablecloth?',
  'Thanks, that helped a lot.',
  'Could you make this paragraph shorter? The meeting ran late because the projector failed twice.',
  'Why do cats purr?',
  'What is the difference between a fjord and a bay?',
  'I slept badly, the wind was loud.',
  'Give me three ideas for a vegetarian lunch.',
  'How long should pasta boil?',
  'My code throws an index error in a loop, any idea why?',
  'Tell me something about the history of chess.',
  'The weather is finally getting better.',
  'What does the word serendipity mean?',
  'Suggest a name for a fictional island.',
  'That makes sense.',
  'How can I politely decline an invitation?',
  'Summarise this: the harbour was closed for two days after a storm damaged the crane.',
  'Is it better to stretch before or after a run?',
  'The queue at the bakery was endless this morning.',
  'Please translate "see you soon" into Italian.',
  'What is a good first sentence for a cover letter?',
  'I watched a documentary about octopuses, it was fascinating.',
  'How do noise cancelling headphones work?',
  'Okay, let us do that.',
  'Draft a thank-you note to a host.',
  'What should I look at when I buy a used bicycle?',
  'Explain compound interest to a teenager.',
  'I spilled tea on my keyboard, and it still works.',
];

export const REPLIES: readonly string[] = [
  'Thanks for telling me. Is there anything else you would like to go through?',
  'Here is a short answer, and I can go deeper if you like.',
  'Good question. The usual approach works well in most cases, and you can adjust it later.',
  'Understood.',
  'Sure, here you go. Tell me if the tone should be different.',
  'I see. Let me know how it goes.',
];
