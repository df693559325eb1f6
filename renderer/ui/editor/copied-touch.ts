import { Extension } from '@tiptap/core';
import type { Node as ProseNode } from '@tiptap/pm/model';
import { Plugin, type EditorState, type Transaction } from '@tiptap/pm/state';

/** Meta of a transaction that puts in marked text on purpose. */
export const COPYING = 'noteCopying';

interface Stretch {
  readonly from: number;
  readonly to: number;
}

const isMarked = (node: ProseNode | null): boolean => node?.marks.some(mark => mark.type.name === 'copied') ?? false;

/** The marked stretches of one line that a change at [from, to) lies in or against. */
function stretchesAt(document: ProseNode, from: number, to: number): Stretch[] {
  const place = document.resolve(Math.min(from, document.content.size));
  if (!place.parent.isTextblock) return [];
  const found: { from: number; to: number }[] = [];
  let at = place.start();
  place.parent.forEach(node => {
    const last = found.at(-1);
    if (isMarked(node) && last?.to === at) last.to = at + node.nodeSize;
    else if (isMarked(node)) found.push({ from: at, to: at + node.nodeSize });
    at += node.nodeSize;
  });
  return found.filter(one => one.from <= to && one.to >= from);
}

/** Where somebody changed copied text itself: typed inside it, or took some of it away. Writing on after it is no touch. */
function touchedBy(transactions: readonly Transaction[], state: EditorState): Stretch[] {
  const touched: Stretch[] = [];
  for (const [at, transaction] of transactions.entries()) {
    if (!transaction.docChanged || transaction.getMeta(COPYING) === true || transaction.getMeta('history$') !== undefined || transaction.getMeta('paste') === true) continue;
    for (const [index, map] of transaction.mapping.maps.entries()) {
      const before = transaction.docs[index];
      map.forEach((oldFrom, oldTo, newFrom, newTo) => {
        const later = (position: number, side: 1 | -1): number => {
          let now = transaction.mapping.slice(index + 1).map(position, side);
          for (const next of transactions.slice(at + 1)) now = next.mapping.map(now, side);
          return now;
        };
        const [from, to] = [later(newFrom, 1), later(newTo, -1)];
        const tookAway = oldTo > oldFrom && before !== undefined && hasMark(before, oldFrom, oldTo);
        for (const one of stretchesAt(state.doc, from, Math.max(from, to))) if (tookAway || (one.from < to && one.to > from)) touched.push(one);
      });
    }
  }
  return touched;
}

function hasMark(document: ProseNode, from: number, to: number): boolean {
  let found = false;
  document.nodesBetween(from, Math.min(to, document.content.size), node => {
    if (isMarked(node)) found = true;
    return !found;
  });
  return found;
}

/** Copied text stays marked until somebody touches it; then the whole stretch in that line is theirs. */
export const CopiedTouch = Extension.create({
  name: 'copiedTouch',
  addProseMirrorPlugins: () => [
    new Plugin({
      appendTransaction: (transactions, _before, state) => {
        const type = state.schema.marks['copied'];
        const touched = type ? touchedBy(transactions, state) : [];
        if (!type || touched.length === 0) return null;
        const transaction = state.tr.setMeta(COPYING, true);
        for (const { from, to } of touched) transaction.removeMark(from, to, type);
        return transaction;
      },
    }),
  ],
});
