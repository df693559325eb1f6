import type { LossArea } from '#shared/domain/backup/loss.ts';

import { saveText, type OutputOf } from '#renderer/client/index.ts';
import { Button, Text, useFormats, useText } from '#renderer/ui/index.ts';

import classes from './Restore.module.css';
import { useStamp } from './use-stamp.ts';

type Comparison = NonNullable<OutputOf<'restore', 'state'>['comparison']>;

/** What was on the lost pages, area by area with the time it was written; the whole list can be saved. */
export function LossList({ comparison }: { readonly comparison: Comparison }) {
  const t = useText();
  const stamp = useStamp();
  const { number } = useFormats();
  const { losses, freePages, unnamedPages, borrowedPageCount } = comparison;
  if (losses.length === 0 && freePages + unnamedPages + borrowedPageCount === 0) return null;
  const data = losses.filter(loss => loss.kind === 'table');
  const areas = [...new Set(data.map(loss => loss.area))];
  const indexPages = losses.filter(loss => loss.kind === 'index').reduce((sum, loss) => sum + loss.pages, 0);
  const line = (area: LossArea): string => {
    const own = data.filter(loss => loss.area === area);
    const times = (side: 'from' | 'until') => own.flatMap(loss => loss[side] ?? []).sort();
    const [from, until] = [times('from')[0], times('until').at(-1)];
    const pages = own.reduce((sum, loss) => sum + loss.pages, 0);
    const when = from === undefined && until === undefined ? '' : ` ${t('restore.loss.between', { from: from === undefined ? t('restore.loss.beginning') : stamp(from), until: until === undefined ? t('restore.loss.end') : stamp(until) })}`;
    return `${t(`restore.loss.area.${area}`)}: ${t('restore.loss.pages', { count: pages, shown: number(pages) })}${when}`;
  };
  const save = () => saveText(`${JSON.stringify(comparison, null, 1)}\n`, 'klinikbok-saknas.json', 'application/json');
  return (
    <section className={classes.losses} aria-label={t('restore.loss.title')}>
      <Text strong>{t('restore.loss.title')}</Text>
      <ul className={classes.faults}>
        {areas.map(area => <li key={area}>{line(area)}</li>)}
        {indexPages > 0 ? <li>{t('restore.loss.index', { count: indexPages })}</li> : null}
        {freePages > 0 ? <li>{t('restore.loss.free', { count: freePages })}</li> : null}
        {unnamedPages > 0 ? <li>{t('restore.loss.unnamed', { count: unnamedPages })}</li> : null}
        {borrowedPageCount > 0 ? <li>{t('restore.loss.borrowed', { count: borrowedPageCount })}</li> : null}
      </ul>
      <div className={classes.actions}><Button onClick={save}>{t('restore.loss.save')}</Button></div>
    </section>
  );
}
