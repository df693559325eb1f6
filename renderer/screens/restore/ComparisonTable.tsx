import { IconCheck, IconX } from '@tabler/icons-react';

import type { OutputOf } from '#renderer/client/index.ts';
import { StatusChip, useFormats, useText } from '#renderer/ui/index.ts';

import classes from './Restore.module.css';

type Comparison = NonNullable<OutputOf<'restore', 'state'>['comparison']>;

/** Characters of a checksum that are shown; the whole of it is compared. */
const SHOWN = 16;

/** Expected and found, row by row, with a word for each. */
export function ComparisonTable({ comparison: { expected, found } }: { readonly comparison: Comparison }) {
  const t = useText();
  const { number } = useFormats();
  const counts = (['patients', 'notes', 'versions', 'log'] as const).map(key => ({
    label: t(`restore.compare.${key}`), expected: number(expected.counts[key]), found: found && number(found.counts[key]), same: found?.counts[key] === expected.counts[key],
  }));
  const rows = [
    ...counts,
    { label: t('restore.compare.logHead'), expected: number(expected.logHead.seq), found: found && number(found.logHead.seq), same: found?.logHead.seq === expected.logHead.seq && found.logHead.hash === expected.logHead.hash },
    { label: t('restore.compare.file'), expected: expected.fileSha256.slice(0, SHOWN), found: found && found.fileSha256.slice(0, SHOWN), same: found?.fileSha256 === expected.fileSha256 },
  ];
  return (
    <table className={classes.compare}>
      <thead>
        <tr><th scope="col">{t('restore.compare.what')}</th><th scope="col">{t('restore.compare.expected')}</th><th scope="col">{t('restore.compare.found')}</th><th scope="col">{t('restore.compare.result')}</th></tr>
      </thead>
      <tbody>
        {rows.map(row => (
          <tr key={row.label} data-same={row.same}>
            <th scope="row">{row.label}</th>
            <td>{row.expected}</td>
            <td>{row.found ?? t('restore.compare.missing')}</td>
            <td><StatusChip tone={row.same ? 'ok' : 'danger'} icon={row.same ? <IconCheck size={14} stroke={2} /> : <IconX size={14} stroke={2} />}>{t(!row.same ? 'restore.compare.differs' : row.expected === '0' ? 'restore.compare.none' : 'restore.compare.same')}</StatusChip></td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
