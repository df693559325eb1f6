import type { ShortcutGroup } from '#shared/domain/prints/print-setting.ts';
import type { Canvas } from './canvas.ts';
import { COLOURS, openPrintDocument, type FinishedPrint } from './document.ts';
import { printText, type PrintLanguage } from './print-text.ts';

export interface ShortcutCardPrint {
  readonly language: PrintLanguage;
  readonly printedAt: string;
  readonly groups: readonly ShortcutGroup[];
}

const GUTTER = 28;
const KEYS_WIDTH = 84;

/** Every key and what it does in two columns, to lay beside the keyboard. */
export function renderShortcutCard(print: ShortcutCardPrint): Promise<FinishedPrint> {
  const t = printText(print.language);
  const doc = openPrintDocument({
    title: t('shortcutsTitle'), author: 'Klinikbok', language: print.language, createdAt: new Date(print.printedAt),
    frame: { head: [t('shortcutsTitle'), 'Klinikbok'], foot: print.printedAt.slice(0, 10), pageOf: (page, pages) => t('pageOf', { page, pages }) },
  });
  doc.paragraph(t('shortcutsTitle'), { size: 18, font: 'bold', gapAfter: 2 });
  doc.paragraph(t('shortcutsLead'), { size: 9, colour: COLOURS.muted, gapAfter: 10 });
  const flow = columnsFrom(doc.canvas);
  for (const group of print.groups) {
    // A heading never stands alone at the foot of a column.
    flow.need(15 + 2 * rowHeight(flow, group.rows[0]?.label ?? ''));
    flow.put(group.title, { font: 'bold', size: 9.5, height: 15, keys: '' });
    for (const row of group.rows) flow.put(row.label, { font: 'regular', size: 8.5, height: rowHeight(flow, row.label), keys: row.keys });
    flow.skip(8);
  }
  doc.canvas.setY(doc.canvas.bottom - 1);
  return doc.finish();
}

interface Flow {
  readonly canvas: Canvas;
  readonly width: number;
  readonly need: (height: number) => void;
  readonly put: (label: string, style: { readonly font: 'bold' | 'regular'; readonly size: number; readonly height: number; readonly keys: string }) => void;
  readonly skip: (points: number) => void;
}

const rowHeight = ({ canvas, width }: Flow, label: string): number => canvas.heightOf(label, { width: width - KEYS_WIDTH, size: 8.5 }) + 2.5;

/** Two columns that fill one after the other, then the next page. */
function columnsFrom(canvas: Canvas): Flow {
  const width = (canvas.width - GUTTER) / 2;
  let top = canvas.y();
  let y = top;
  let x = canvas.left;
  const need = (height: number) => {
    if (y + height <= canvas.bottom) return;
    if (x === canvas.left) {
      x += width + GUTTER;
    } else {
      canvas.newPage();
      top = canvas.top;
      x = canvas.left;
    }
    y = top;
  };
  return {
    canvas, width, need,
    put: (label, { font, size, height, keys }) => {
      need(height);
      canvas.write(label, { x, y, width: keys === '' ? width : width - KEYS_WIDTH, font, size });
      if (keys !== '') canvas.write(keys, { x: x + width - KEYS_WIDTH + 6, y, width: KEYS_WIDTH - 6, font: 'bold', size, align: 'right' });
      y += height;
    },
    skip: points => {
      y += points;
    },
  };
}
