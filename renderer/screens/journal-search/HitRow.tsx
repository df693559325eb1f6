import { IconFileOff, IconPencil, IconShieldLock } from '@tabler/icons-react';

import type { JournalHit } from '#shared/contract/journal-search.ts';
import { toLocal } from '#shared/domain/agenda/zone.ts';
import { findSpans, searchTerms } from '#shared/domain/journal/find-text.ts';

import { useClinicDay } from '#renderer/client/index.ts';
import { PatientName } from '#renderer/parts/warnings/index.ts';
import { Marked, StatusChip, useText } from '#renderer/ui/index.ts';

import classes from './JournalSearch.module.css';

/** One note that has the words: whose, when, by whom, and what stands around them. */
export function HitRow({ hit, text }: { readonly hit: JournalHit; readonly text: string }) {
  const t = useText();
  const { timeZone } = useClinicDay();
  const words = <Marked text={hit.snippet} spans={findSpans(hit.snippet, searchTerms(text))} />;
  return (
    <div className={classes.hit}>
      <span className={classes.when}>{toLocal(hit.eventTime, timeZone).date}</span>
      <div className={classes.what}>
        <span className={classes.top}>
          <PatientName id={hit.patientId} name={hit.patientName} />
          <span className={classes.muted}>{[hit.birthDate, hit.authorName].filter(Boolean).join(' · ')}</span>
          {hit.isProtected ? <StatusChip tone="attention" icon={<IconShieldLock size={14} />}>{t('journalSearch.protected')}</StatusChip> : null}
          {hit.state === 'draft' ? <StatusChip tone="attention" icon={<IconPencil size={14} />}>{t('journalSearch.state.draft')}</StatusChip> : null}
          {hit.state === 'struck' ? <StatusChip tone="neutral" icon={<IconFileOff size={14} />}>{t('journalSearch.state.struck')}</StatusChip> : null}
        </span>
        <span className={classes.snippet}>{hit.heading ? <><strong>{hit.heading}</strong> </> : null}{hit.state === 'struck' ? <del>{words}</del> : words}</span>
      </div>
    </div>
  );
}
