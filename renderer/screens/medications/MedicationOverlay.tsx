import { GivenDialog, WithdrawDialog } from './GivenDialogs.tsx';
import { openMedication, useOpenMedication } from './medication-store.ts';
import { EndDialog, TakenDialog } from './TakenDialogs.tsx';

const close = (): void => openMedication(undefined);

/** Whatever is asked about a medication, above any screen of the patient: quick entry while a note is being written. */
export function MedicationOverlay() {
  const open = useOpenMedication();
  if (!open) return null;
  switch (open.kind) {
    case 'taken': return <TakenDialog patientId={open.patientId} row={open.row} onClose={close} />;
    case 'end': return <EndDialog patientId={open.patientId} row={open.row} onClose={close} />;
    case 'given': return <GivenDialog patientId={open.patientId} row={open.row} onClose={close} />;
    case 'withdraw': return <WithdrawDialog patientId={open.patientId} row={open.row} onClose={close} />;
  }
}
