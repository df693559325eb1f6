import { Extension } from '@tiptap/core';
import type { Node as ProseNode } from '@tiptap/pm/model';
import { Plugin } from '@tiptap/pm/state';

/** Most that one note may hold, as the editor counts: characters, and a little for every line. The same as MAX_NOTE_CHARACTERS. */
export const MAX_SIZE = 500_000;
/** Lines under one heading; the same as MAX_NODES_IN_A_ROW. */
const MAX_ROWS = 20_000;
/** Markup is many times longer than its words: beyond this only the words are taken, so that the page never stands still. */
const MAX_MARKUP = 300_000;

export interface Refused {
  readonly reason: 'tooLong' | 'tooManyLines';
  /** Characters in what was to be pasted, and how many there is room for. */
  readonly size: number;
  readonly room: number;
}

function tooManyLines(document: ProseNode): boolean {
  let found = false;
  document.forEach(section => {
    if (section.childCount > MAX_ROWS) found = true;
  });
  return found;
}

const linesIn = (text: string): number => {
  let lines = 1;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines += 1;
  return lines;
};

/**
 * The page's own policy blocks scripts and styles in pasted markup, and the note's schema knows none; taken out beforehand
 * they are not even tried. Only tags are looked into: words that look like markup are words.
 */
const quietMarkup = (html: string): string =>
  html
    .replace(/<(script|style)\b[\s\S]*?<\/\1\s*>/gi, '')
    .replace(/<[a-z][^>]*>/gi, tag => tag.replace(/[\s/"'](?:on[a-z]+|style|src|srcset|href)\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>]+)/gi, ' '));

/**
 * A note has a limit that is told, never a text that is cut (H22): what does not fit is refused whole and stays on the
 * clipboard. Pasted markup is read inertly by the editor; very much of it is taken as plain words (H24).
 */
export const pasteLimits = (refused: (why: Refused) => void) =>
  Extension.create({
    name: 'pasteLimits',
    addProseMirrorPlugins: () => [
      new Plugin({
        filterTransaction: (transaction, state) => {
          if (!transaction.docChanged || transaction.doc.content.size <= state.doc.content.size) return true;
          const isTooLong = transaction.doc.content.size > MAX_SIZE;
          if (!isTooLong && !tooManyLines(transaction.doc)) return true;
          refused({ reason: isTooLong ? 'tooLong' : 'tooManyLines', size: transaction.doc.content.size - state.doc.content.size, room: Math.max(0, MAX_SIZE - state.doc.content.size) });
          return false;
        },
        props: {
          transformPastedHTML: quietMarkup,
          handleDOMEvents: {
            paste: (view, event) => {
              const text = event.clipboardData?.getData('text/plain') ?? '';
              const room = MAX_SIZE - (view.state.doc.content.size - (view.state.selection.to - view.state.selection.from));
              const isTooLong = text.length > room;
              if (isTooLong || linesIn(text) > MAX_ROWS) {
                event.preventDefault();
                refused({ reason: isTooLong ? 'tooLong' : 'tooManyLines', size: text.length, room });
                return true;
              }
              if ((event.clipboardData?.getData('text/html') ?? '').length <= MAX_MARKUP || text === '') return false;
              event.preventDefault();
              view.pasteText(text, event);
              return true;
            },
          },
        },
      }),
    ],
  });
