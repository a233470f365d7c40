/**
 * Draws values of attributes. No value is drawn twice in a conversation, so that a text shows which one it holds.
 *
 * @module
 */
import type { Random } from '../shared/random.ts';
import type { ValueKind } from './attribute-template.ts';

const words = (text: string): readonly string[] => text.trim().split(/\s+/);

const CITIES = words(
  'Lisbon Porto Leeds Ghent Turin Oslo Malmo Graz Brno Split Cork Basel Kyoto Osaka Lima Quito Davos Bergen Riga Vilnius Tartu Nantes Lille Dijon Bilbao Seville Granada Verona Parma Trieste Krakow Gdansk Lodz Utrecht Delft Leiden Aarhus Odense Tampere Turku Izmir Patras Sofia Varna Cluj Iasi Zagreb Rijeka Mostar Tirana Skopje Nicosia Haifa Amman Muscat Doha Accra Lagos Dakar Tunis Fez Rabat Cairo Luxor Nairobi Kigali Lusaka Harare Durban Perth Hobart Darwin Cairns Nelson Dunedin Suva Hanoi Hue Cebu Davao Busan Daegu Sapporo Nagoya Kobe Taipei Pune Jaipur Kochi Mysore Galle Dhaka Almaty Tashkent Tbilisi Yerevan Baku Bogota Cali Cusco Sucre Rosario Cordoba Recife Natal Belem Austin Tucson Boise Omaha Tulsa Fargo Laredo Halifax Regina Calgary',
);
const STREETS = words(
  'Elm Oak Birch Linden Maple Cedar Willow Rowan Hazel Chestnut Mill Church Harbour Station Castle Bridge Garden Orchard Meadow Forest Hill Lake River Spring Tower Market',
);
const SUFFIXES = words('Road Street Lane Avenue Square Close');
const COMPANY_STARTS = words(
  'Nord Blue Silver Iron Green Bright Clear Quick Stone Wild True Deep High Sun Moon Star Wind Fire Snow Rain Gold Copper Amber Coral Ivory Onyx Jade Ruby Opal Pearl',
);
const COMPANY_ENDS = words(
  'wind works ware labs path forge field bridge gate line mark point soft wave works',
);
const FIRST_NAMES = words(
  'Priya Tomas Ingrid Kofi Yara Mateo Anouk Sven Leila Hugo Noor Pavel Chiara Jonas Amara Felix Greta Idris Juno Kaito Lotte Milan Nadia Oskar Petra Quentin Rosa Stefan Talia Umar Vera Wanda Xenia Yusuf Zora',
);
const LAST_NAMES = words(
  'Nair Berg Osei Silva Haas Kim Lindqvist Moreau Novak Okafor Petrov Quist Rossi Sato Tanaka Urbina Varga Weber Yilmaz Zeman Abbot Brandt Castel Duarte Ekman',
);
const LEVELS = words('junior senior principal lead associate deputy chief assistant staff interim');
const TRADES = words(
  'nurse architect carpenter translator chemist editor surveyor botanist baker geologist librarian welder optician tailor plumber pharmacist curator florist actuary midwife',
);
const ANIMALS = words(
  'otter badger falcon heron lynx marten newt osprey puffin quail raven stoat toad urchin viper walrus yak zebra beetle cricket',
);
const MONTHS = words('January February March April May June July August September October November December');
const DAYS = words('Monday Tuesday Wednesday Thursday Friday Saturday Sunday');
const THINGS = words(
  'Postgres MariaDB Cassandra Redis Neo4j Mongo CouchDB Clickhouse DuckDB Firebird Oracle Sybase Informix Teradata Scylla Riak Vertica Greenplum Hbase Druid Pinot Tarantool Aerospike Dgraph Memgraph Arango Orient Rethink Surreal Edge Turso Fauna Xata Convex Spanner Vitess Yugabyte Cockroach Singlestore Questdb Influx Timescale Prometheus Voldemort Badgerdb Rocks Lmdb Kyoto Tokyo Zodb',
);

const DRAW: Readonly<Record<ValueKind, (random: Random) => string>> = {
  city: (random) => random.pick(CITIES),
  address: (random) => `${random.integer(180) + 2} ${random.pick(STREETS)} ${random.pick(SUFFIXES)}`,
  company: (random) => `${random.pick(COMPANY_STARTS)}${random.pick(COMPANY_ENDS)}`,
  person: (random) => `${random.pick(FIRST_NAMES)} ${random.pick(LAST_NAMES)}`,
  job: (random) => `${random.pick(LEVELS)} ${random.pick(TRADES)}`,
  code: (random) => `${random.pick(ANIMALS)}-${random.integer(9000) + 1000}`,
  clock: (random) => `${random.integer(13) + 6}:${String(random.integer(59) + 1).padStart(2, '0')}`,
  day: (random) => `${random.pick(DAYS)} the ${addSuffix(random.integer(28) + 1)}`,
  date: (random) => `${random.integer(28) + 1} ${random.pick(MONTHS)}`,
  money: (random) => `${(random.integer(890) + 100) * 10} euros`,
  room: (random) => `room ${random.pick(['A', 'B', 'C', 'D', 'E', 'F'])}${random.integer(390) + 10}`,
  count: (random) => `${random.integer(90) + 5} people`,
  thing: (random) => random.pick(THINGS),
  channel: (random) => `#${random.pick(ANIMALS)}-${random.pick(STREETS).toLowerCase()}`,
  phone: (random) => `0${random.integer(900) + 100} ${random.integer(90_000) + 10_000}`,
};

function addSuffix(day: number): string {
  const ending =
    day % 10 === 1 && day !== 11
      ? 'st'
      : day % 10 === 2 && day !== 12
        ? 'nd'
        : day % 10 === 3 && day !== 13
          ? 'rd'
          : 'th';
  return `${day}${ending}`;
}

/** Attempts before a value counts as used up. */
const MOST_ATTEMPTS = 400;

/** Returns a function that draws unused values, or `undefined` if a kind is used up. */
export function createValueDraw(random: Random): (kind: ValueKind) => string | undefined {
  const used = new Set<string>();
  return (kind) => {
    for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
      const value = DRAW[kind](random);
      if (used.has(value.toLowerCase())) continue;
      used.add(value.toLowerCase());
      return value;
    }
    return undefined;
  };
}
