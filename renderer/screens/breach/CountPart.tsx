import type { BreachScope } from '#shared/domain/breach/breach.ts';

import { useCommandOf, useErrorText } from '#renderer/client/index.ts';
import { Banner, Button, FactList, Stack, useFormats, useText } from '#renderer/ui/index.ts';

/** Counts who and what is affected; asked for, because every count stands in the log. */
export function CountPart({ scope }: { readonly scope: BreachScope | null }) {
  const t = useText();
  const errorText = useErrorText();
  const { number } = useFormats();
  const count = useCommandOf('breach', 'count');
  const { value } = count;
  return (
    <Stack gap={3}>
      <div><Button disabled={scope === null} loading={count.isRunning} onClick={() => { if (scope) count.start({ scope }); }}>{t('breach.count.run')}</Button></div>
      {count.error ? <Banner tone="danger" live>{errorText(count.error).text}</Banner> : null}
      {value ? (
        <div role="status">
          <FactList
            facts={[
              { label: t('breach.count.persons'), value: number(value.persons) }, { label: t('breach.count.records'), value: number(value.records) },
              ...(value.listRows === 0 ? [] : [{ label: t('breach.count.lists'), value: t('breach.count.listsShown', { count: value.listRows, shown: value.listShown }) }]),
              ...(value.byCategory.length === 0 ? [] : [{ label: t('breach.count.categories'), value: value.byCategory.map(one => `${t('breach.count.category', { category: one.category })} ${number(one.count)}`).join(', ') }]),
            ]}
          />
        </div>
      ) : null}
    </Stack>
  );
}
