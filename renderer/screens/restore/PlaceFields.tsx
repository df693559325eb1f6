import type { RestorePlace } from '#shared/contract/restore.ts';

import { Button, SegmentedChoice, TextArea, TextField, useText } from '#renderer/ui/index.ts';

import classes from './Restore.module.css';

const FIELDS = ['endpoint', 'region', 'bucket', 'prefix', 'access-key-id', 'secret-access-key', 'check'] as const;
/** A server of the clinic's own: its certificates as PEM, which the paper has in the QR code only. */
const CERTIFICATE = /-----BEGIN CERTIFICATE-----([^-]+)-----END CERTIFICATE-----/g;
type Field = (typeof FIELDS)[number];
/** Names of the texts: messages know no dashes. */
const TEXTS = { endpoint: 'endpoint', region: 'region', bucket: 'bucket', prefix: 'prefix', 'access-key-id': 'keyId', 'secret-access-key': 'secret', check: 'check' } as const;
const MAY_BE_EMPTY: readonly Field[] = ['prefix', 'check'];

/** What has been typed about a place so far; it lives in the screen that asks and nowhere else. */
export interface PlaceEntry {
  readonly way: 'folder' | 'sheet' | 'fields';
  readonly path: string;
  readonly sheet: string;
  readonly fields: Readonly<Record<Field, string>>;
  readonly authority: string;
}

/** The fields as they open: empty, or as the place was named before. */
export const entryOf = (known: RestorePlace | null): PlaceEntry => ({
  way: known?.kind === 'server' ? 'sheet' : 'folder', path: known?.kind === 'folder' ? known.path : '', sheet: known?.kind === 'server' ? known.sheet : '',
  fields: { endpoint: '', region: '', bucket: '', prefix: '', 'access-key-id': '', 'secret-access-key': '', check: '' },
  authority: '',
});

/** The place as typed; null until enough is there. */
export function placeOf({ way, path, sheet, fields, authority }: PlaceEntry): RestorePlace | null {
  if (way === 'folder') return path.trim() === '' ? null : { kind: 'folder', path: path.trim() };
  if (way === 'sheet') return sheet.trim() === '' ? null : { kind: 'server', sheet };
  if (FIELDS.some(name => !MAY_BE_EMPTY.includes(name) && fields[name].trim() === '')) return null;
  const lines = FIELDS.filter(name => fields[name].trim() !== '').map(name => `${name}: ${fields[name].trim()}`);
  const certificates = [...authority.matchAll(CERTIFICATE)].map(match => `authority: ${(match[1] ?? '').replace(/\s/g, '')}`);
  return { kind: 'server', sheet: [...lines, ...certificates].join('\n') };
}

interface PlaceFieldsProps {
  readonly entry: PlaceEntry;
  readonly isRunning: boolean;
  readonly onEntry: (entry: PlaceEntry) => void;
}

/** A folder's path, or a server by the text of its sheet or the sheet's lines one by one. */
export function PlaceFields({ entry, isRunning, onEntry }: PlaceFieldsProps) {
  const t = useText();
  const { way } = entry;
  return (
    <>
      <div><SegmentedChoice label={t('restore.place.kind')} value={way === 'folder' ? 'folder' : 'server'} onChange={kind => onEntry({ ...entry, way: kind === 'folder' ? 'folder' : 'sheet' })} options={[{ value: 'folder', label: t('restore.place.folder') }, { value: 'server', label: t('restore.place.server') }]} /></div>
      {way === 'folder' ? <TextField label={t('restore.folder.path')} help={t('restore.folder.help')} value={entry.path} onChange={path => onEntry({ ...entry, path })} maxLength={1000} autoFocus required /> : null}
      {way === 'sheet' ? <SheetText value={entry.sheet} isRunning={isRunning} onChange={sheet => onEntry({ ...entry, sheet })} /> : null}
      {way === 'fields' ? <SheetFields fields={entry.fields} onField={(name, value) => onEntry({ ...entry, fields: { ...entry.fields, [name]: value } })} /> : null}
      {way === 'fields' ? <div className={classes.sheet}><TextArea label={t('restore.place.authority')} help={t('restore.place.authorityHelp')} value={entry.authority} onChange={authority => onEntry({ ...entry, authority })} rows={1} maxLength={20_000} /></div> : null}
      {way === 'folder' ? null : <div><Button kind="quiet" onClick={() => onEntry({ ...entry, way: way === 'sheet' ? 'fields' : 'sheet' })}>{t(way === 'sheet' ? 'restore.place.byFields' : 'restore.place.bySheet')}</Button></div>}
    </>
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
