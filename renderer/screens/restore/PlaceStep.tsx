import { useEffect, useState, type FormEvent } from 'react';

import type { RestorePlace } from '#shared/contract/restore.ts';

import { useCommandOf, useErrorText, useQueryOf, type OutputOf } from '#renderer/client/index.ts';
import { StepPane } from '#renderer/parts/wizard/index.ts';
import { Banner, Button, Text, useText } from '#renderer/ui/index.ts';

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

/** A disk that is put in while this step is open is found too. */
const LOOK_AGAIN_MS = 5000;

/** Where the backups lie: a folder, a disk, the network or a server. It is only looked at. */
export function PlaceStep({ known, onFound }: PlaceStepProps) {
  const t = useText();
  const errorText = useErrorText();
  const look = useCommandOf('restore', 'inspect');
  const { entry, setEntry, nearby } = useEntry(known);
  const place = placeOf(entry);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (place) look.start({ place }, found => onFound({ ...found, place }));
  };
  return (
    <StepPane title={t('restore.folder.title')} lead={t('restore.folder.lead')}>
      <form className={classes.content} onSubmit={submit} noValidate>
        <PlaceFields entry={entry} isRunning={look.isRunning} onEntry={next => { setEntry(next); look.reset(); }} />
        {entry.way === 'folder' && nearby.length > 0 ? <Nearby folders={nearby} chosen={entry.path} onTake={path => setEntry({ ...entry, path })} /> : null}
        {look.error ? <Banner tone="danger" live>{errorText(look.error).text}</Banner> : null}
        <div className={classes.actions}><Button kind="primary" type="submit" disabled={place === null} loading={look.isRunning}>{t(entry.way === 'folder' ? 'restore.folder.look' : 'restore.place.look')}</Button></div>
      </form>
    </StepPane>
  );
}

/** What has been typed, beginning with the one disk that was found. */
function useEntry(known: RestorePlace | null) {
  const [entry, setEntry] = useState(() => entryOf(known));
  const { data } = useQueryOf('restore', 'nearby', {}, { everyMs: LOOK_AGAIN_MS });
  const nearby = data?.folders ?? [];
  // One is taken; of several nobody but the person knows which is the newest. What was typed is not overwritten.
  const only = nearby.length === 1 ? nearby[0] : undefined;
  useEffect(() => {
    if (only !== undefined) setEntry(now => (now.way === 'folder' && now.path === '' ? { ...now, path: only } : now));
  }, [only]);
  return { entry, setEntry, nearby };
}

/** Backups on disks that are attached; a single one stands in the field already. */
function Nearby({ folders, chosen, onTake }: { readonly folders: readonly string[]; readonly chosen: string; readonly onTake: (folder: string) => void }) {
  const t = useText();
  const others = folders.filter(folder => folder !== chosen);
  return (
    <div className={classes.actions} role="group" aria-label={t('restore.place.nearby')}>
      <Text muted>{t(folders.includes(chosen) ? 'restore.place.found' : 'restore.place.nearby')}</Text>
      {others.map(folder => <Button key={folder} kind="quiet" onClick={() => onTake(folder)}>{t('restore.place.take', { folder })}</Button>)}
    </div>
  );
}
