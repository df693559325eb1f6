import { IconCheck, IconMinus } from '@tabler/icons-react';

import { toLocal } from '#shared/domain/agenda/zone.ts';

import { useClinicDay, useErrorText, useQueryOf } from '#renderer/client/index.ts';
import { Banner, Section, Text, useText } from '#renderer/ui/index.ts';

import classes from './Care.module.css';

/** What the law wants a journal to hold where it is available, and when something was last written about it (J-02, J-06): a list to look at, not a nag. */
export function CompletenessPanel({ patientId }: { readonly patientId: string }) {
  const t = useText();
  const errorText = useErrorText();
  const { timeZone } = useClinicDay();
  const { data, error } = useQueryOf('care', 'completeness', { patientId });
  const dayOf = (at: string): string => (at.length > 10 ? toLocal(at, timeZone).date : at);
  return (
    <Section title={t('care.completeness.title')}>
      <Text muted>{t('care.completeness.help')}</Text>
      {error ? <Banner tone="danger" live>{errorText(error).text}</Banner> : null}
      <ul className={classes.items}>
        {(data ?? []).map(({ item, latest }) => (
          <li key={item} data-missing={latest === null || undefined}>
            {latest === null ? <IconMinus size={16} stroke={1.8} aria-hidden /> : <IconCheck size={16} stroke={2} aria-hidden />}
            <span>{t(`care.completeness.item.${item}`)}</span>
            <span className={classes.when}>{latest === null ? t('care.completeness.nothing') : t('care.completeness.latest', { date: dayOf(latest) })}</span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
