import type { Canvas } from './canvas.ts';
import { COLOURS } from './colours.ts';
import type { PrintDocument } from './document.ts';

export interface TableColumn {
  readonly label: string;
  /** Share of the width among the others. */
  readonly share: number;
  readonly align?: 'left' | 'right';
  readonly bold?: boolean;
}
export interface TableRow {
  readonly cells: readonly string[];
  /** A sum or a heading: bold, with a line above. */
  readonly strong?: boolean;
  /** What no longer holds but must be seen. */
  readonly struck?: boolean;
}
export interface Table {
  readonly columns: readonly TableColumn[];
  readonly rows: readonly TableRow[];
  /** Of the text in points; 9.5 when not given. */
  readonly size?: number;
}

const PAD_X = 4;
const PAD_Y = 3.5;

/**
 * A table at the place where the text stands. Cells wrap, a row never lies on two pages (one that is higher than a whole
 * page ends with …), and the heading is repeated on every page. Leaves the text below the table.
 */
export function printTable(doc: PrintDocument, table: Table): void {
  const grid = gridOf(doc.canvas, table);
  drawHead(grid);
  for (const row of table.rows) drawRow(grid, row);
  doc.canvas.setY(doc.canvas.y() + 8);
}

interface Grid {
  readonly canvas: Canvas;
  readonly size: number;
  readonly columns: readonly (TableColumn & { readonly x: number; readonly width: number })[];
}

function gridOf(canvas: Canvas, { columns, size = 9.5 }: Table): Grid {
  const shares = columns.reduce((sum, column) => sum + column.share, 0);
  let x = canvas.left;
  const placed = columns.map(column => {
    const cell = { ...column, x, width: (canvas.width * column.share) / shares };
    x += cell.width;
    return cell;
  });
  return { canvas, size, columns: placed };
}

function drawHead({ canvas, columns, size }: Grid): void {
  const small = size - 1.5;
  const height = Math.max(...columns.map(column => canvas.heightOf(column.label, { width: column.width - 2 * PAD_X, font: 'bold', size: small }))) + 2 * PAD_Y;
  if (canvas.y() + height + 3 * size > canvas.bottom) canvas.newPage();
  const y = canvas.y();
  canvas.fill({ x: canvas.left, y, width: canvas.width, height }, COLOURS.paper);
  for (const column of columns) {
    canvas.write(column.label, { x: column.x + PAD_X, y: y + PAD_Y, width: column.width - 2 * PAD_X, font: 'bold', size: small, colour: COLOURS.muted, align: column.align ?? 'left' });
  }
  canvas.line(y + height);
  canvas.setY(y + height);
}

function drawRow(grid: Grid, row: TableRow): void {
  const { canvas, columns, size } = grid;
  const fontOf = (bold: boolean | undefined) => (bold || row.strong ? 'bold' : 'regular');
  const heights = columns.map((column, index) => canvas.heightOf(row.cells[index] ?? '', { width: column.width - 2 * PAD_X, font: fontOf(column.bold), size }));
  const whole = canvas.bottom - canvas.top - 6 * size;
  const height = Math.min(Math.max(...heights), whole) + 2 * PAD_Y;
  if (canvas.y() + height > canvas.bottom) {
    canvas.newPage();
    drawHead(grid);
  }
  const y = canvas.y();
  for (const [index, column] of columns.entries()) {
    canvas.write(row.cells[index] ?? '', {
      x: column.x + PAD_X, y: y + PAD_Y, width: column.width - 2 * PAD_X, font: fontOf(column.bold), size, align: column.align ?? 'left',
      struck: row.struck ?? false, ...(row.struck && { colour: COLOURS.muted }), ...((heights[index] ?? 0) > whole && { height: whole }),
    });
  }
  if (row.strong) canvas.line(y, COLOURS.muted);
  canvas.line(y + height);
  canvas.setY(y + height);
}
