import { useCommands } from '#renderer/commands/index.ts';
import { useQueryOf } from '#renderer/client/index.ts';

import { closePay, latestDocument, usePayingVisit, type PayingVisit } from './pay-store.ts';
import { PayDialog } from './PayDialog.tsx';
import { SettledDialog } from './SettledDialog.tsx';
import { usePrintDocument } from './use-print.ts';

/** Takes payment above whatever screen the visit stands on: agenda, queue, lists. Draws nothing until somebody asks. */
export function PayOverlay() {
  const visit = usePayingVisit();
  const print = usePrintDocument();
  useCommands([
    {
      id: 'money.printLast', message: 'money.command.printLast', shortcut: 'shift+p', permission: 'money.read', when: () => latestDocument() !== undefined,
      run: () => { const id = latestDocument(); if (id) print.run(id); },
    },
  ]);
  return visit ? <PayFor key={visit.id} visit={visit} /> : null;
}

function PayFor({ visit }: { readonly visit: PayingVisit }) {
  const charge = useQueryOf('money', 'visit', { appointmentId: visit.id, patientId: visit.patientId });
  const settings = useQueryOf('money', 'settings', {});
  const payers = useQueryOf('money', 'payers', {});
  if (charge.error) return <SettledDialog visit={undefined} error={charge.error} onClose={closePay} />;
  if (!charge.data || !settings.data || !payers.data) return null;
  const isSettled = charge.data.lines.length === 0 || charge.data.state === 'waived';
  if (isSettled) return <SettledDialog visit={charge.data} error={null} onClose={closePay} />;
  return <PayDialog visit={charge.data} settings={settings.data.settings} payers={payers.data} onClose={closePay} />;
}
