import type { CurrentVisit } from '#renderer/commands/index.ts';
import { notify, useFormats, useText } from '#renderer/ui/index.ts';

import { closeRebook, useRebooking } from './rebook-store.ts';
import { RebookDialog } from './RebookDialog.tsx';
import { useAgendaCatalogue } from './use-agenda-data.ts';

/** "+2 weeks, same time" from any screen that stands on a visit: the journal, the queue (task 4B 10). Draws nothing until somebody asks. */
export function RebookOverlay() {
  const visit = useRebooking();
  return visit ? <Rebooking key={visit.id} visit={visit} /> : null;
}

const NOBODY = new Map<string, string>();

function Rebooking({ visit }: { readonly visit: CurrentVisit }) {
  const t = useText();
  const { stamp } = useFormats();
  const { services, resources } = useAgendaCatalogue();
  if (services.length === 0 || resources.length === 0) return null;
  return (
    <RebookDialog entry={visit} services={services} resources={resources} lastServices={NOBODY} onClose={closeRebook}
      onBooked={({ name, start }) => {
        notify(t('agenda.rebook.booked', { name, time: stamp(start) }), 'agenda.rebook');
        closeRebook();
      }} />
  );
}
