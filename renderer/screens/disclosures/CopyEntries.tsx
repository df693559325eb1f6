import { IconEyeOff } from '@tabler/icons-react';

import type { CopyEntry } from '#shared/contract/disclosures.ts';
import { DOCUMENT_TYPES, type DocumentType } from '#shared/domain/documents/document.ts';
import { WITHHOLD_REASONS, type Withheld, type WithholdReason } from '#shared/domain/documents/disclosure.ts';

import { useCommandOf, useMay, useQueryOf, useSession } from '#renderer/client/index.ts';
import { IconButton, Text, useFormats, useText } from '#renderer/ui/index.ts';

import classes from './Disclosures.module.css';

/** What is left out: what somebody chose, and for guardians what is marked (J-19). */
export const withheldOf = (entries: readonly CopyEntry[], left: ReadonlyMap<string, WithholdReason>, forGuardian: boolean): Withheld[] =>
  entries.flatMap(({ kind, id, notToGuardian }) => {
    const reason = forGuardian && notToGuardian ? 'notToGuardian' : left.get(id);
    return reason === undefined ? [] : [{ kind, id, reason }];
  });

const KEEP = 'keep';
const REASONS = WITHHOLD_REASONS.filter(reason => reason !== 'notToGuardian');

interface CopyEntriesProps {
  readonly patientId: string;
  readonly entries: readonly CopyEntry[];
  readonly left: ReadonlyMap<string, WithholdReason>;
  readonly onLeft: (left: ReadonlyMap<string, WithholdReason>) => void;
  readonly forGuardian: boolean;
}

/** Everything the copy would hold; each entry can be left out with a reason, or marked never to be shown to guardians. */
export function CopyEntries({ patientId, entries, left, onLeft, forGuardian }: CopyEntriesProps) {
  const t = useText();
  const may = useMay();
  const { stamp } = useFormats();
  const nameOf = useNames();
  const mark = useCommandOf('disclosures', 'markForGuardian');
  const withheld = withheldOf(entries, left, forGuardian);
  const marked = entries.filter(entry => entry.notToGuardian).length;
  const choose = (id: string, value: WithholdReason | typeof KEEP | null) => {
    const next = new Map(left);
    if (value === null || value === KEEP) next.delete(id);
    else next.set(id, value);
    onLeft(next);
  };
  return (
    <>
      <Text muted>{t('disclosures.copy.entries', { count: entries.length, withheld: withheld.length })}</Text>
      {forGuardian && marked > 0 ? <Text>{t('disclosures.copy.guardianNote', { count: marked })}</Text> : null}
      <ul className={classes.entries} aria-label={t('disclosures.copy.withheld')}>
        {entries.map(entry => (
          <li key={entry.id} className={classes.entry} data-left={withheld.some(one => one.id === entry.id) || undefined}>
            <span className={classes.when}>{stamp(entry.at).slice(0, 10)}</span>
            <span className={classes.name} title={nameOf(entry)}>{nameOf(entry)}</span>
            <span className={classes.decision}>
              <Reason entry={entry} value={left.get(entry.id) ?? KEEP} fixed={forGuardian && entry.notToGuardian} onChange={value => choose(entry.id, value)} />
              {may('journal.write') ? <IconButton size="dense" label={t('disclosures.copy.guardianMark')} pressed={entry.notToGuardian} icon={<IconEyeOff size={16} />} onClick={() => mark.start({ patientId, kind: entry.kind, id: entry.id, hidden: !entry.notToGuardian })} /> : null}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}

interface ReasonProps {
  readonly entry: CopyEntry;
  readonly value: WithholdReason | typeof KEEP;
  readonly fixed: boolean;
  readonly onChange: (value: WithholdReason | typeof KEEP | null) => void;
}

function Reason({ entry, value, fixed, onChange }: ReasonProps) {
  const t = useText();
  const nameOf = useNames();
  const { stamp } = useFormats();
  const options = [{ value: KEEP as WithholdReason | typeof KEEP, label: t('disclosures.copy.keep') }, ...(fixed ? (['notToGuardian'] as const) : REASONS).map(reason => ({ value: reason as WithholdReason | typeof KEEP, label: t(`disclosures.reason.${reason}`) }))];
  return (
    <select className={classes.reason} aria-label={`${stamp(entry.at).slice(0, 10)} ${nameOf(entry)}`} disabled={fixed} value={fixed ? 'notToGuardian' : value} onChange={event => onChange(options.find(option => option.value === event.currentTarget.value)?.value ?? null)}>
      {options.map(option => <option key={option.value} value={option.value}>{option.label}</option>)}
    </select>
  );
}

const isType = (name: string): name is DocumentType => (DOCUMENT_TYPES as readonly string[]).includes(name);

/** Notes are called by their template, letters by their type, attachments by their title; with who wrote them. */
function useNames(): (entry: CopyEntry) => string {
  const t = useText();
  const { data: session } = useSession();
  const { data: templates } = useQueryOf('journal', 'templates', {});
  const language = session?.language ?? 'sv';
  return ({ kind, name, authorName, signed }) => {
    const what = kind === 'document' && isType(name) ? t(`documents.type.${name}`) : kind === 'note' ? (templates?.find(one => one.id === name)?.name[language] ?? name) : name;
    return [what, authorName, signed ? '' : t('disclosures.copy.unsigned')].filter(Boolean).join(' · ');
  };
}
