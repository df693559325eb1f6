import type { NoteContent } from '../journal/note-content.ts';
import { richTextToPlain } from '../journal/plain-text.ts';
import type { Heading } from '../journal/template.ts';
import { COMPLETENESS, type Completeness, type CompletenessItem } from './care.ts';

/** Headings of our templates that answer more than the law's six (PDL 3:6), by their keys. */
const BY_KEY: Readonly<Record<string, readonly Completeness[]>> = {
  status: ['status'], history: ['background'], background: ['background'], hypersensitivity: ['hypersensitivity'], medication: ['orders'], orders: ['orders'], plan: ['orders'],
  results: ['results'], summary: ['summary'], epikris: ['summary'],
};

/** True when a section holds a measured value: a result in itself. */
const hasMeasurement = (node: unknown): boolean => JSON.stringify(node).includes('"type":"measurement"');

/** What one note says something about. `headings`: its template's, with what each covers. */
export function coveredBy(content: NoteContent, headings: readonly Heading[]): ReadonlySet<Completeness> {
  const covered = new Set<Completeness>();
  for (const section of content.sections) {
    if (richTextToPlain(section.doc) === '') continue;
    const covers = headings.find(heading => heading.key === section.key)?.covers;
    if (covers) covered.add(covers);
    for (const item of BY_KEY[section.key] ?? []) covered.add(item);
    if (hasMeasurement(section.doc)) covered.add('results');
  }
  return covered;
}

/** Every item of the law's list with the newest moment it was written about; both arguments in any order. */
export function completenessOf(found: readonly { readonly item: Completeness; readonly at: string }[]): CompletenessItem[] {
  return COMPLETENESS.map(item => ({ item, latest: found.filter(one => one.item === item).map(one => one.at).sort().at(-1) ?? null }));
}
