import { useState, type FormEvent } from 'react';

import type { InputOf } from '#renderer/client/index.ts';
import { Button, SegmentedChoice, Text, TextArea, TextField, useText } from '#renderer/ui/index.ts';

import classes from './Drill.module.css';

export type KitPlace = InputOf<'drill', 'runWithKit'>['place'];

/** Where a stranger would look: a folder or disk, or the server on the server sheet. */
export function PlaceStep({ known, onChosen }: { readonly known: KitPlace; readonly onChosen: (place: KitPlace) => void }) {
  const t = useText();
  const [kind, setKind] = useState(known.kind);
  const [path, setPath] = useState(known.kind === 'folder' ? known.path : '');
  const [sheet, setSheet] = useState(known.kind === 'server' ? known.sheet : '');
  const isEmpty = (kind === 'folder' ? path : sheet).trim() === '';
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isEmpty) onChosen(kind === 'folder' ? { kind, path: path.trim() } : { kind, sheet });
  };
  return (
    <form className={classes.guide} onSubmit={submit} noValidate>
      <div>
        <h2 className={classes.guideTitle}>{t('drill.guide.placeTitle')}</h2>
        <p className={classes.guideLead}><Text muted>{t('drill.guide.placeLead')}</Text></p>
      </div>
      <SegmentedChoice label={t('drill.guide.kind')} value={kind} onChange={setKind} options={[{ value: 'folder', label: t('drill.guide.folder') }, { value: 'server', label: t('drill.guide.server') }]} />
      {kind === 'folder'
        ? <TextField key="folder" label={t('drill.guide.path')} help={t('drill.guide.pathHelp')} value={path} onChange={setPath} maxLength={1000} autoFocus required />
        : <div key="server" className={classes.codes} spellCheck={false} translate="no"><TextArea label={t('drill.guide.sheet')} help={t('drill.guide.sheetHelp')} value={sheet} onChange={setSheet} rows={8} maxLength={20_000} autoFocus required /></div>}
      <div className={classes.actions}><Button kind="primary" type="submit" disabled={isEmpty}>{t('drill.guide.next')}</Button></div>
    </form>
  );
}
