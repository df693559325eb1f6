import { PatientName } from '#renderer/parts/warnings/index.ts';
import { useText, useFormats, type DataColumn } from '#renderer/ui/index.ts';

import { openOffer, type Line } from './use-answers.ts';
import classes from './Waiting.module.css';
import { useNames, useWhen, useWishWords } from './wish-words.ts';

/** What stands on a line: who, how to reach them, what they want, what they were asked. */
export function useWishColumns(hasSlot: boolean): readonly DataColumn<Line>[] {
  const t = useText();
  const when = useWhen();
  const words = useWishWords();
  const names = useNames();
  const asked = useAskedWords();
  const { stamp } = useFormats();
  return [
    { id: 'name', header: t('waiting.column.name'), width: 'minmax(190px, 1.8fr)', cell: line => <NameCell line={line} /> },
    ...(hasSlot ? [{ id: 'time', header: t('waiting.column.time'), width: '132px', numeric: true, cell: (line: Line) => (line.slot ? when(line.slot.start) : '') }] : []),
    { id: 'phone', header: t('waiting.column.phone'), width: '122px', numeric: true, cell: line => line.wish.phone ?? (line.wish.isProtected ? t('waiting.protected') : '') },
    { id: 'service', header: t('waiting.column.service'), width: 'minmax(100px, 1fr)', cell: line => <span className={classes.cut}>{names.service(line.wish.serviceId)}</span>, hideBelow: 700 },
    { id: 'wants', header: t('waiting.column.wants'), width: 'minmax(150px, 2fr)', cell: line => <span className={classes.cut} title={words(line.wish)}>{words(line.wish)}</span> },
    { id: 'asked', header: t('waiting.column.asked'), width: 'minmax(130px, 1.3fr)', cell: line => <span className={classes.asked} data-open={openOffer(line) !== undefined || undefined} title={asked(line)}>{asked(line)}</span> },
    { id: 'since', header: t('waiting.column.since'), width: '112px', numeric: true, cell: line => stamp(line.wish.addedAt).slice(0, 10), hideBelow: 760 },
  ];
}

function NameCell({ line: { wish } }: { readonly line: Line }) {
  const t = useText();
  return (
    <span className={classes.nameCell}>
      <PatientName id={wish.patientId} name={wish.name} />
      {wish.priority === 'normal' ? null : <span className={classes.priority} data-priority={wish.priority}>{t(`waiting.priority.${wish.priority}`)}</span>}
      {wish.patientId === null ? <span className={classes.small}>{t('waiting.notRegistered')}</span> : null}
    </span>
  );
}

/** "frågad 10:42 på telefon, svar till 14:00", "sa nej", "tiden gick till annan". */
function useAskedWords(): (line: Line) => string {
  const t = useText();
  const when = useWhen();
  return line => {
    const offer = openOffer(line) ?? line.wish.offers.find(one => line.slot === undefined || (one.start < line.slot.end && one.end > line.slot.start && one.groupId === line.slot.groupId));
    if (!offer) return '';
    if (offer.answer !== 'open') return t(`waiting.answer.${offer.answer}`, { when: when(offer.start) });
    const about = line.slot === undefined ? t('waiting.answer.about', { when: when(offer.start) }) : t(`waiting.asked.${offer.channel}`, { at: when(offer.askedAt) });
    return offer.until === null ? about : `${about} · ${t('waiting.answer.until', { when: when(offer.until) })}`;
  };
}
