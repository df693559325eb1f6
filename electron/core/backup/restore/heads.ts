import type { OpenedGeneration } from './generations.ts';

/** The newest backup of one computer, and how far back its series goes. */
export interface Head {
  readonly machineId: string;
  readonly newest: OpenedGeneration;
  readonly firstAt: string;
  readonly generations: number;
}

/** Newest backup of each computer that wrote to the place, newest first. */
export function headsOf(generations: readonly OpenedGeneration[]): Head[] {
  const byMachine = new Map<string, OpenedGeneration[]>();
  for (const one of generations) byMachine.set(one.manifest.machineId, [...(byMachine.get(one.manifest.machineId) ?? []), one]);
  const heads = [...byMachine].flatMap(([machineId, own]): Head[] => {
    const inOrder = [...own].sort((a, b) => a.manifest.seq - b.manifest.seq);
    const [first, newest] = [inOrder[0], inOrder.at(-1)];
    return first === undefined || newest === undefined ? [] : [{ machineId, newest, firstAt: first.manifest.createdAt, generations: own.length }];
  });
  return heads.sort((a, b) => (a.newest.manifest.createdAt < b.newest.manifest.createdAt ? 1 : -1));
}

/** Two different backups with one number: a computer's folder was copied, and both go on from it. */
function splitSeries(generations: readonly OpenedGeneration[]): boolean {
  const seen = new Map<string, string>();
  return generations.some(({ manifest, sha256 }) => {
    const name = `${manifest.machineId}/${manifest.seq}`;
    const known = seen.get(name);
    seen.set(name, sha256);
    return known !== undefined && known !== sha256;
  });
}

/**
 * True when the clinic has two newest states and none follows from the other: two computers went on backing up side by
 * side (one series goes on after another began), or one number stands for two different backups. After an ordinary
 * restore one series ends before the next begins, and no number is used twice.
 */
export function isForked(generations: readonly OpenedGeneration[]): boolean {
  const spans = headsOf(generations).sort((a, b) => (a.firstAt < b.firstAt ? -1 : 1));
  const overlap = spans.some((earlier, index) => spans.slice(index + 1).some(later => earlier.newest.manifest.createdAt > later.firstAt));
  return overlap || splitSeries(generations);
}
