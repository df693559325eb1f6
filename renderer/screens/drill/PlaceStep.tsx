import { useState, type FormEvent } from 'react';

import { useCommandOf, useErrorText, type InputOf } from '#renderer/client/index.ts';
import { useGo } from '#renderer/commands/index.ts';
import { Banner, Button, SegmentedChoice, Text, TextArea, TextField, useText } from '#renderer/ui/index.ts';

import classes from './Drill.module.css';

export type KitPlace = InputOf<'drill', 'runWithKit'>['place'];

/** What a folder is when no drill can begin there: said before a hundred signs are copied from paper. */
const NOTHING_THERE: readonly string[] = ['missing', 'empty', 'occupied', 'foreign', 'insideData'];

/** Where a stranger would look: a folder or disk, or the server on the server sheet. A folder is looked at first. */
export function PlaceStep({ known, onChosen }: { readonly known: KitPlace; readonly onChosen: (place: KitPlace) => void }) {
  const t = useText();
  const go = useGo();
  const folder = useFolderLook();
  const [kind, setKind] = useState(known.kind);
  const [path, setPath] = useState(known.kind === 'folder' ? known.path : '');
  const [sheet, setSheet] = useState(known.kind === 'server' ? known.sheet : '');
  const isEmpty = (kind === 'folder' ? path : sheet).trim() === '';
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isEmpty || folder.isRunning) return;
    if (kind === 'server') onChosen({ kind, sheet });
    else folder.look(path.trim(), () => onChosen({ kind, path: path.trim() }));
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
      {kind === 'folder' && folder.fault !== null ? <Banner tone="danger" live>{folder.fault}</Banner> : null}
      <div className={classes.actions}>
        <Button kind="primary" type="submit" disabled={isEmpty} loading={folder.isRunning}>{t('drill.guide.next')}</Button>
        <Button onClick={() => go('/drill')}>{t('drill.guide.leave')}</Button>
      </div>
    </form>
  );
}

/** Looks at a folder; `fault` says what is the matter when nothing of this clinic's lies there. */
function useFolderLook() {
  const t = useText();
  const errorText = useErrorText();
  const check = useCommandOf('backup', 'checkPlace');
  const state = check.value?.state ?? 'ours';
  const isWrong = NOTHING_THERE.includes(state);
  const words = state === 'missing' || state === 'foreign' ? t(`backup.place.${state}`) : t('error.restore.noBackups');
  return {
    isRunning: check.isRunning,
    fault: check.error ? errorText(check.error).text : isWrong ? words : null,
    look: (path: string, onFound: () => void) => check.start({ path }, found => { if (!NOTHING_THERE.includes(found.state)) onFound(); }),
  };
}
