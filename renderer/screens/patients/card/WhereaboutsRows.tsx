import type { ReactNode } from 'react';

import { useCommandOf } from '#renderer/client/index.ts';
import { Button, notify, Text, useText } from '#renderer/ui/index.ts';

import classes from '../Patients.module.css';
import type { Card } from '../words.ts';
import type { AddressRow, CardDialog, ContactRow, RelationRow } from './CardDialogs.tsx';
import { Failure } from './Failure.tsx';

interface RowsProps<T> {
  readonly card: Card;
  readonly list: readonly T[];
  readonly isEditable: boolean;
  readonly onDialog: (dialog: CardDialog) => void;
}

interface OneRowProps {
  readonly label: string;
  readonly value: ReactNode;
  /** Read out with the buttons, so that three "Ändra" are told apart. */
  readonly name: string;
  readonly actions: { readonly onChange: () => void; readonly onRemove: () => void } | null;
}

function OneRow({ label, value, actions }: OneRowProps) {
  const t = useText();
  return (
    <li>
      <span className={classes.rowLabel}>{label}</span>
      <span className={classes.rowValue}>{value}</span>
      <span className={classes.rowActions}>
        {actions ? <Button size="dense" kind="quiet" onClick={actions.onChange}>{t('patients.card.change')}</Button> : null}
        {actions ? <Button size="dense" kind="quiet" onClick={actions.onRemove}>{t('patients.card.remove')}</Button> : null}
      </span>
    </li>
  );
}

const withNote = (value: string, note: string) => <>{value}{note === '' ? null : <span className={classes.rowNote}>{note}</span>}</>;

export function ContactRows({ card, list, isEditable, onDialog }: RowsProps<ContactRow>) {
  const t = useText();
  const end = useCommandOf('patients', 'endContact');
  const isUnread = (row: ContactRow) => row.kind !== 'email' && !row.value.startsWith('+');
  const remove = (row: ContactRow): void => end.start({ patientId: card.id, id: row.id, version: row.version }, () => notify(t('patients.contact.removed', { value: row.display })));
  if (list.length === 0) return <Text muted>{t('patients.contact.none')}</Text>;
  return (
    <>
      <ul className={classes.rows}>
        {list.map(row => <OneRow key={row.id} name={row.display} label={t(`patients.contactKind.${row.kind}`)} value={withNote(row.display, isUnread(row) ? t('patients.contact.unreadable') : row.note)} actions={isEditable ? { onChange: () => onDialog({ kind: 'contact', row }), onRemove: () => remove(row) } : null} />)}
      </ul>
      <Failure error={end.error} />
    </>
  );
}

export function AddressRows({ card, list, isEditable, onDialog }: RowsProps<AddressRow>) {
  const t = useText();
  const end = useCommandOf('patients', 'endAddress');
  const textOf = (row: AddressRow) => [row.careOf === '' ? '' : `c/o ${row.careOf}`, row.street, `${row.postCode} ${row.city}`.trim(), row.country].filter(part => part !== '').join('\n');
  const remove = (row: AddressRow): void => end.start({ patientId: card.id, id: row.id, version: row.version }, () => notify(t('patients.contact.removed', { value: row.street })));
  if (list.length === 0) return <Text muted>{t('patients.address.none')}</Text>;
  return (
    <>
      <ul className={classes.rows}>
        {list.map(row => <OneRow key={row.id} name={row.street} label={t(`patients.addressKind.${row.kind}`)} value={textOf(row)} actions={isEditable ? { onChange: () => onDialog({ kind: 'address', row }), onRemove: () => remove(row) } : null} />)}
      </ul>
      <Failure error={end.error} />
    </>
  );
}

export function RelationRows({ card, list, isEditable, onDialog }: RowsProps<RelationRow>) {
  const t = useText();
  const end = useCommandOf('patients', 'endRelation');
  const remove = (row: RelationRow): void => end.start({ patientId: card.id, id: row.id, version: row.version }, () => notify(t('patients.contact.removed', { value: row.name })));
  if (list.length === 0) return <Text muted>{t('patients.kin.none')}</Text>;
  const labelOf = (row: RelationRow) => [row.relation, row.isNextOfKin ? t('patients.kin.nearest') : ''].filter(part => part !== '').join(', ');
  return (
    <>
      <ul className={classes.rows}>
        {list.map(row => <OneRow key={row.id} name={row.name} label={labelOf(row)} value={withNote([row.name, row.phone].filter(part => part !== '').join('\n'), row.note)} actions={isEditable ? { onChange: () => onDialog({ kind: 'relation', row }), onRemove: () => remove(row) } : null} />)}
      </ul>
      <Failure error={end.error} />
    </>
  );
}
