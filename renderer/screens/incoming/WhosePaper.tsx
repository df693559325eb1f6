import { useState, type KeyboardEvent } from 'react';

import { useCommandOf, useErrorText } from '#renderer/client/index.ts';
import { KnownPatient, type LookedUp } from '#renderer/parts/patient-lookup/index.ts';
import { TextField, useText } from '#renderer/ui/index.ts';

interface WhosePaperProps {
  readonly paperId: string;
  readonly picked: LookedUp | undefined;
  readonly onPick: (picked: LookedUp | undefined) => void;
}

/**
 * Whose the paper is, for somebody without the register: the whole number, or names and birth date, as they stand on it, and
 * Enter. Nothing is asked while typing, for each question is in the log.
 */
export function WhosePaper({ paperId, picked, onPick }: WhosePaperProps) {
  const t = useText();
  const errorText = useErrorText();
  const whose = useCommandOf('incoming', 'whose');
  const [typed, setTyped] = useState('');
  const again = (text: string): void => {
    setTyped(text);
    whose.reset();
  };
  if (picked) return <KnownPatient name={picked.name} onChange={() => { again(''); onPick(undefined); }} />;
  const search = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || typed.trim() === '') return;
    event.preventDefault();
    if (whose.isRunning || whose.value) return;
    whose.start({ paperId, text: typed }, ({ found }) => {
      if (found) onPick({ kind: 'known', id: found.id, name: found.birthYear === null ? found.name : t('incoming.whose.found', { name: found.name, year: found.birthYear }) });
    });
  };
  const problem = whose.error ? errorText(whose.error).text : whose.value?.found === null ? t('incoming.whose.none') : undefined;
  return <TextField label={t('incoming.whose.label')} help={t('incoming.whose.help')} placeholder={t('incoming.whose.placeholder')} value={typed} onChange={again} onKeyDown={search} maxLength={120} error={problem} autoFocus required />;
}
