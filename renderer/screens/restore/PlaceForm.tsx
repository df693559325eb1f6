import { useState, type FormEvent, type ReactNode } from 'react';

import type { RestorePlace } from '#shared/contract/restore.ts';

import { Button, SegmentedChoice, TextArea, TextField, useText } from '#renderer/ui/index.ts';

import classes from './Restore.module.css';

interface PlaceFormProps {
  readonly known: RestorePlace | null;
  readonly action: string;
  readonly isRunning: boolean;
  /** What went wrong, between the fields and the button. */
  readonly children?: ReactNode;
  readonly onPlace: (place: RestorePlace) => void;
}

const FIELDS = ['endpoint', 'region', 'bucket', 'prefix', 'access-key-id', 'secret-access-key', 'check'] as const;
type Field = (typeof FIELDS)[number];
type Way = 'folder' | 'sheet' | 'fields';
/** Names of the texts: messages know no dashes. */
const TEXTS = { endpoint: 'endpoint', region: 'region', bucket: 'bucket', prefix: 'prefix', 'access-key-id': 'keyId', 'secret-access-key': 'secret', check: 'check' } as const;
const MAY_BE_EMPTY: readonly Field[] = ['prefix', 'check'];

const sheetOf = (fields: Readonly<Record<Field, string>>): string => FIELDS.filter(name => fields[name].trim() !== '').map(name => `${name}: ${fields[name].trim()}`).join('\n');

/** A folder's path, or a server by the text of its sheet or the sheet's lines one by one. What is typed stays in these fields. */
export function PlaceForm({ known, action, isRunning, children, onPlace }: PlaceFormProps) {
  const t = useText();
  const [way, setWay] = useState<Way>(known?.kind === 'server' ? 'sheet' : 'folder');
  const [path, setPath] = useState(known?.kind === 'folder' ? known.path : '');
  const [sheet, setSheet] = useState(known?.kind === 'server' ? known.sheet : '');
  const [fields, setFields] = useState<Readonly<Record<Field, string>>>({ endpoint: '', region: '', bucket: '', prefix: '', 'access-key-id': '', 'secret-access-key': '', check: '' });
  const isReady = { folder: path.trim() !== '', sheet: sheet.trim() !== '', fields: FIELDS.every(name => MAY_BE_EMPTY.includes(name) || fields[name].trim() !== '') }[way];
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isReady) onPlace(way === 'folder' ? { kind: 'folder', path: path.trim() } : { kind: 'server', sheet: way === 'sheet' ? sheet : sheetOf(fields) });
  };
  return (
    <form className={classes.content} onSubmit={submit} noValidate>
      <div><SegmentedChoice label={t('restore.place.kind')} value={way === 'folder' ? 'folder' : 'server'} onChange={kind => setWay(kind === 'folder' ? 'folder' : 'sheet')} options={[{ value: 'folder', label: t('restore.place.folder') }, { value: 'server', label: t('restore.place.server') }]} /></div>
      {way === 'folder' ? <TextField label={t('restore.folder.path')} help={t('restore.folder.help')} value={path} onChange={setPath} maxLength={1000} autoFocus required /> : null}
      {way === 'sheet' ? <SheetText value={sheet} isRunning={isRunning} onChange={setSheet} /> : null}
      {way === 'fields' ? <SheetFields fields={fields} onField={(name, value) => setFields({ ...fields, [name]: value })} /> : null}
      {children}
      <div className={classes.actions}>
        <Button kind="primary" type="submit" disabled={!isReady} loading={isRunning}>{way === 'folder' ? action : t('restore.place.look')}</Button>
        {way === 'folder' ? null : <Button kind="quiet" onClick={() => setWay(way === 'sheet' ? 'fields' : 'sheet')}>{t(way === 'sheet' ? 'restore.place.byFields' : 'restore.place.bySheet')}</Button>}
      </div>
    </form>
  );
}

function SheetText({ value, isRunning, onChange }: { readonly value: string; readonly isRunning: boolean; readonly onChange: (value: string) => void }) {
  const t = useText();
  // A browser's spelling check may send what is typed elsewhere.
  return (
    <div className={classes.kit} spellCheck={false} translate="no">
      <TextArea label={t('restore.place.sheet')} help={t('restore.place.sheetHelp')} value={value} onChange={onChange} rows={8} maxLength={20_000} readOnly={isRunning} autoFocus required />
    </div>
  );
}

function SheetFields({ fields, onField }: { readonly fields: Readonly<Record<Field, string>>; readonly onField: (name: Field, value: string) => void }) {
  const t = useText();
  return (
    <div className={classes.sheet} translate="no">
      {FIELDS.map((name, index) => (
        <TextField key={name} label={t(`restore.place.fields.${TEXTS[name]}`)} value={fields[name]} onChange={value => onField(name, value)} maxLength={400} autoFocus={index === 0} required={!MAY_BE_EMPTY.includes(name)} secret={name === 'secret-access-key'} />
      ))}
    </div>
  );
}
