import type { FilledClinic } from '../fill/shape.ts';
import type { Random } from '../fill/random.ts';
import type { Measure } from '../interleave.ts';
import type { Product } from '../product.ts';

const WEEK_MS = 7 * 86_400_000;
const CASES = 40;

/** How many times each engine does a thing; smaller in tests. */
export interface Repeats {
  readonly reads: number;
  readonly heavy: number;
  readonly saves: number;
}
export const REPEATS: Repeats = { reads: 200, heavy: 100, saves: 200 };

export interface MeasureInput {
  readonly product: Product;
  readonly facts: FilledClinic;
  readonly random: Random;
  readonly repeats: Repeats;
}

/** Texts a person types, cut at this many characters: names, numbers and phones in turn. */
function typed({ facts, random }: MeasureInput, characters: number): string[] {
  return Array.from({ length: CASES }, (_, index) => {
    const patient = random.pick(facts.samples);
    const [text] = [[`${patient.familyName} ${patient.givenName}`, patient.number, `${patient.givenName} ${patient.familyName}`, patient.phone][index % 4] ?? ''];
    return text.toLowerCase().slice(0, characters);
  });
}

/** What is hardest to find: everything fits, half the register fits, nothing fits. */
const WORST = ['a', 'an', 's', 'and', 'andersson', 'johansson', 'anna andersson', 'andersson anna', 'ann and', 'qzxw', 'qzxw andersson', 'sson', '1', '19', '198', '0', '07', '070', 'anna 19', 'a 1', 'kristina', 'christina', 'ä', "o'"];

/** Search as you type, 20 hits. */
export function searchMeasures(input: MeasureInput): Measure[] {
  const { client } = input.product;
  const search = (text: string) => () => client.patients.search({ text, limit: 20 });
  const measures = [1, 2, 4, 8].map(characters => ({
    name: `search ${characters} char${characters === 1 ? '' : 's'}`, what: 'search as you type: names, numbers, phones', n: input.repeats.reads, cases: typed(input, characters).map(search),
  }));
  return [...measures, { name: 'search worst', what: 'one letter, common surnames, no hit, mixed', n: input.repeats.reads, cases: WORST.map(search) }];
}

/** The patient with 500 entries: card, first 50 at once, the rest behind. And ordinary ones. */
export function patientMeasures({ product: { client }, facts, repeats }: MeasureInput): Measure[] {
  const patientId = facts.heavyPatient;
  const first = () => client.journal.timeline({ patientId, limit: 50 });
  const rest = async (): Promise<void> => {
    let { next } = await first();
    while (next !== null) ({ next } = await client.journal.timeline({ patientId, before: next, limit: 100 }));
  };
  return [
    { name: 'patient card', what: 'head, numbers, warnings, whereabouts', n: repeats.reads, cases: facts.samples.slice(0, CASES).map(({ id }) => () => client.patients.get({ id })) },
    { name: 'first 50 entries', what: 'of a patient with 500', n: repeats.heavy, cases: [first] },
    { name: 'all 500 entries', what: 'the first 50 and the rest behind, page by page', n: Math.ceil(repeats.heavy / 2), cases: [rest] },
  ];
}

/** Calendar week for ten practitioners, about 700 visits. */
export function weekMeasures({ product: { client }, facts, random, repeats }: MeasureInput): Measure[] {
  const cases = Array.from({ length: 20 }, () => {
    const from = random.pick(facts.weeks);
    const to = new Date(Date.parse(from) + WEEK_MS).toISOString();
    return () => client.agenda.range({ from, to, resourceIds: [...facts.practitionerResources] });
  });
  return [{ name: 'calendar week', what: 'ten practitioners, Monday to Sunday', n: repeats.heavy, cases }];
}
