import { useState } from 'react';

import { client, useErrorText, useQueryOf, type OutputOf } from '#renderer/client/index.ts';
import { Banner, Button, Checkbox, Dialog, NumberField, Stack, Text, useText } from '#renderer/ui/index.ts';

import classes from './Recalls.module.css';

type Rule = OutputOf<'recalls', 'rules'>[number];
type Service = OutputOf<'agenda', 'services'>[number];

/** How far back a new rule looks when earlier patients are to be put on the list. */
const EARLIER_MONTHS = 36;

/** The clinic's own intervals: so many months after the last visit of each service; empty means nobody is called for it. */
export function RulesDialog({ onClose }: { readonly onClose: () => void }) {
  const t = useText();
  const errorText = useErrorText();
  const services = useQueryOf('agenda', 'services', {});
  const rules = useQueryOf('recalls', 'rules', {});
  const [months, setMonths] = useState<Readonly<Record<string, number | null>>>({});
  const [isEarlier, setEarlier] = useState(false);
  const [error, setError] = useState<unknown>();
  const [added, setAdded] = useState<number>();
  const ruleOf = (service: Service): Rule | undefined => rules.data?.find(one => one.serviceId === service.id);
  const shown = (service: Service): number | null => {
    const rule = ruleOf(service);
    return service.id in months ? (months[service.id] ?? null) : rule?.active ? rule.months : null;
  };
  const save = async (): Promise<void> => {
    let count = 0;
    for (const service of services.data ?? []) {
      const rule = ruleOf(service);
      const now = shown(service);
      const wasOn = rule?.active ? rule.months : null;
      if (now === wasOn) continue;
      const answer = await client.recalls.saveRule({ id: rule?.id ?? null, version: rule?.version ?? 0, serviceId: service.id, months: now ?? rule?.months ?? 12, active: now !== null, includeEarlier: isEarlier && now !== null ? EARLIER_MONTHS : 0 });
      count += answer.added;
    }
    setMonths({});
    setAdded(count);
  };
  const run = (): void => {
    setError(undefined);
    setAdded(undefined);
    save().catch(setError);
  };
  return (
    <Dialog open onClose={onClose} size="medium" title={t('recalls.rules.title')} safeLabel={t('ui.close')} action={{ label: t('recalls.rules.save'), onRun: run }}>
      <Stack gap={4}>
        <Text muted>{t('recalls.rules.help')}</Text>
        <div className={classes.rules}>
          {(services.data ?? []).map(service => (
            <RuleRow key={service.id} name={service.name} months={shown(service)} onChange={value => setMonths({ ...months, [service.id]: value })} />
          ))}
        </div>
        <Checkbox label={t('recalls.rules.earlier')} help={t('recalls.rules.earlierHelp')} checked={isEarlier} onChange={setEarlier} />
        {added === undefined ? null : <Banner tone="ok" live>{t('recalls.rules.added', { count: added })}</Banner>}
        {error ? <Banner tone="danger" live>{errorText(error).text}</Banner> : null}
      </Stack>
    </Dialog>
  );
}

function RuleRow({ name, months, onChange }: { readonly name: string; readonly months: number | null; readonly onChange: (months: number | null) => void }) {
  const t = useText();
  return (
    <>
      <span>{name}</span>
      <NumberField label={t('recalls.rules.months', { name })} value={months} onChange={onChange} min={1} max={120} unit={t('recalls.form.months')} />
      <Button size="dense" kind="quiet" disabled={months === null} onClick={() => onChange(null)}>{t('recalls.rules.off')}</Button>
    </>
  );
}
