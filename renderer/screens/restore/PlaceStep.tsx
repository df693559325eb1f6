import { useState, type FormEvent } from 'react';

import type { RestorePlace } from '#shared/contract/restore.ts';

import { useCommandOf, useErrorText, type OutputOf } from '#renderer/client/index.ts';
import { StepPane } from '#renderer/parts/wizard/index.ts';
import { Banner, Button, useText } from '#renderer/ui/index.ts';

import { entryOf, PlaceFields, placeOf } from './PlaceFields.tsx';
import classes from './Restore.module.css';

/** A place that was looked at, and how it was named: asked again with the key. */
export interface FoundPlace extends OutputOf<'restore', 'inspect'> {
  readonly place: RestorePlace;
}

interface PlaceStepProps {
  readonly known: RestorePlace | null;
  readonly onFound: (found: FoundPlace) => void;
}

/** Where the backups lie: a folder, a disk, the network or a server. It is only looked at. */
export function PlaceStep({ known, onFound }: PlaceStepProps) {
  const t = useText();
  const errorText = useErrorText();
  const look = useCommandOf('restore', 'inspect');
  const [entry, setEntry] = useState(() => entryOf(known));
  const place = placeOf(entry);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (place) look.start({ place }, found => onFound({ ...found, place }));
  };
  return (
    <StepPane title={t('restore.folder.title')} lead={t('restore.folder.lead')}>
      <form className={classes.content} onSubmit={submit} noValidate>
        <PlaceFields entry={entry} isRunning={look.isRunning} onEntry={next => { setEntry(next); look.reset(); }} />
        {look.error ? <Banner tone="danger" live>{errorText(look.error).text}</Banner> : null}
        <div className={classes.actions}><Button kind="primary" type="submit" disabled={place === null} loading={look.isRunning}>{t(entry.way === 'folder' ? 'restore.folder.look' : 'restore.place.look')}</Button></div>
      </form>
    </StepPane>
  );
}
