import { useState } from 'react';

import { DataTable, VISIT_STATUSES, VisitStatusChip, type DataColumn } from '#renderer/ui/index.ts';

const ROWS = Array.from({ length: 5000 }, (_, index) => ({ id: `p${index}`, number: `198112${String((index % 28) + 1).padStart(2, '0')}-${String(1000 + index).slice(-4)}`, name: ['Karlsson, Åsa', 'Östlund, Karl-Erik', 'Ali, Hodan', 'Zetterberg, Ann'][index % 4] ?? '', age: 20 + (index % 60), status: VISIT_STATUSES[index % 6] ?? 'booked' }));
type Row = (typeof ROWS)[number];
const COLUMNS: readonly DataColumn<Row>[] = [
  { id: 'name', header: 'Namn', cell: row => row.name, sort: row => row.name, width: 'minmax(140px, 2fr)' },
  { id: 'number', header: 'Personnummer', cell: row => row.number, sort: row => row.number, width: '140px', numeric: true },
  { id: 'age', header: 'Ålder', cell: row => row.age, sort: row => row.age, align: 'end', width: '64px', hideBelow: 420 },
  { id: 'status', header: 'Läge', cell: row => <VisitStatusChip status={row.status} />, width: '120px' },
];

export function TablePart() {
  const [opened, setOpened] = useState('');
  return (
    <div style={{ height: 260, display: 'flex', flexDirection: 'column' }}>
      <DataTable label="Patienter" columns={COLUMNS} rows={ROWS} rowKey={row => row.id} onOpen={row => setOpened(row.id)} empty="Inga patienter" />
      <output id="row">{opened}</output>
    </div>
  );
}
