import { useState } from 'react';

import { DocumentsPart } from './DocumentsPart.tsx';

/** Invoices past their day, in the hub of lists. */
export function OverduePart() {
  const [filter, setFilter] = useState<'all' | 'open' | 'overdue'>('overdue');
  return <DocumentsPart patientId={null} filter={filter} onFilter={setFilter} />;
}
