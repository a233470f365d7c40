/**
 * Countries with their names and adjectives, to compare nationalities.
 *
 * @module
 */
const table = `
Afghanistan:Afghan Albania:Albanian Algeria:Algerian Argentina:Argentine,Argentinian Armenia:Armenian Australia:Australian
Austria:Austrian Azerbaijan:Azerbaijani Bangladesh:Bangladeshi Belarus:Belarusian Belgium:Belgian Bolivia:Bolivian
Bosnia:Bosnian Brazil:Brazilian Bulgaria:Bulgarian Cambodia:Cambodian Cameroon:Cameroonian Canada:Canadian Chile:Chilean
China:Chinese Colombia:Colombian Croatia:Croatian Cuba:Cuban Cyprus:Cypriot Czechoslovakia:Czechoslovak Denmark:Danish
Ecuador:Ecuadorian Egypt:Egyptian England:English Estonia:Estonian Ethiopia:Ethiopian Finland:Finnish France:French
Georgia:Georgian Germany:German Ghana:Ghanaian Greece:Greek Guatemala:Guatemalan Hungary:Hungarian Iceland:Icelandic
India:Indian Indonesia:Indonesian Iran:Iranian,Persian Iraq:Iraqi Ireland:Irish Israel:Israeli Italy:Italian Jamaica:Jamaican
Japan:Japanese Jordan:Jordanian Kazakhstan:Kazakh,Kazakhstani Kenya:Kenyan Kuwait:Kuwaiti Latvia:Latvian Lebanon:Lebanese
Lithuania:Lithuanian Luxembourg:Luxembourgish Macedonia:Macedonian Malaysia:Malaysian Malta:Maltese Mexico:Mexican
Moldova:Moldovan Mongolia:Mongolian Montenegro:Montenegrin Morocco:Moroccan Namibia:Namibian Nepal:Nepalese,Nepali
Netherlands:Dutch Nicaragua:Nicaraguan Nigeria:Nigerian Norway:Norwegian Pakistan:Pakistani Palestine:Palestinian
Panama:Panamanian Paraguay:Paraguayan Peru:Peruvian Philippines:Filipino,Philippine Poland:Polish Portugal:Portuguese
Romania:Romanian Russia:Russian Scotland:Scottish Senegal:Senegalese Serbia:Serbian Singapore:Singaporean Slovakia:Slovak
Slovenia:Slovenian,Slovene Somalia:Somali Spain:Spanish Sudan:Sudanese Sweden:Swedish Switzerland:Swiss Syria:Syrian
Taiwan:Taiwanese Tanzania:Tanzanian Thailand:Thai Tunisia:Tunisian Turkey:Turkish Uganda:Ugandan Ukraine:Ukrainian
Uruguay:Uruguayan Uzbekistan:Uzbek,Uzbekistani Venezuela:Venezuelan Vietnam:Vietnamese Wales:Welsh Yugoslavia:Yugoslav
Zambia:Zambian Zimbabwe:Zimbabwean`;

const countryByName = new Map<string, string>();
for (const row of table.trim().split(/\s+/)) {
  const [country, people] = row.split(':') as [string, string];
  countryByName.set(country, country);
  for (const one of people.split(',')) countryByName.set(one, country);
}
const several: readonly (readonly [string, string])[] = [
  ['United States', 'America'],
  ['U.S.', 'America'],
  ['USA', 'America'],
  ['US', 'America'],
  ['American', 'America'],
  ['United Kingdom', 'Britain'],
  ['UK', 'Britain'],
  ['British', 'Britain'],
  ['South Korea', 'South Korea'],
  ['South Korean', 'South Korea'],
  ['Korean', 'South Korea'],
  ['New Zealand', 'New Zealand'],
  ['South Africa', 'South Africa'],
  ['South African', 'South Africa'],
  ['Hong Kong', 'Hong Kong'],
  ['Sri Lanka', 'Sri Lanka'],
  ['Sri Lankan', 'Sri Lanka'],
  ['Soviet Union', 'Russia'],
  ['Soviet', 'Russia'],
  ['Czech Republic', 'Czechoslovakia'],
  ['Czech', 'Czechoslovakia'],
  ['Saudi Arabia', 'Saudi Arabia'],
  ['Costa Rica', 'Costa Rica'],
  ['Puerto Rico', 'Puerto Rico'],
];
for (const [surface, country] of several) countryByName.set(surface, country);

const shown = new Map([
  ['America', 'American'],
  ['Britain', 'British'],
]);
const pattern = new RegExp(
  `(?<![\\p{L}])(${[...countryByName.keys()]
    .sort((left, right) => right.length - left.length)
    .map((one) => one.replace(/\./g, '\\.'))
    .join('|')})(?![\\p{L}])`,
  'gu',
);

export interface CountryMention {
  readonly surface: string;
  readonly country: string;
  readonly index: number;
}

/** Returns mentions of countries or their people, in order. */
export function countryMentions(text: string): CountryMention[] {
  return [...text.matchAll(pattern)].map((match) => ({
    surface: match[1]!,
    country: countryByName.get(match[1]!)!,
    index: match.index,
  }));
}

/** Names a country as an answer: by the word in the text, or by its usual adjective. */
export const countryAnswer = (mention: CountryMention): string =>
  shown.get(mention.country) ?? mention.surface;
