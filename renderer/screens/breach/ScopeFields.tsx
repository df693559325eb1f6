import { useQueryOf } from '#renderer/client/index.ts';
import { SegmentedChoice, SelectField, Stack, Text, useText } from '#renderer/ui/index.ts';

import { MomentFields } from './MomentFields.tsx';
import type { ReportFields } from './use-report-draft.ts';

/** What may have been seen: by the log (time, person, computer), or all that was on a computer that is gone. */
export function ScopeFields({ fields, set, disabled }: { readonly fields: ReportFields; readonly set: (change: Partial<ReportFields>) => void; readonly disabled: boolean }) {
  const t = useText();
  const staff = useQueryOf('staff', 'list', {});
  const computers = useQueryOf('breach', 'workstations', {});
  const kinds = [{ value: 'log', label: t('breach.scope.log') }, { value: 'device', label: t('breach.scope.device') }] as const;
  const people = (staff.data?.people ?? []).map(({ id, name }) => ({ value: id, label: name }));
  return (
    <Stack gap={3}>
      <SegmentedChoice label={t('breach.scope.title')} value={fields.kind} onChange={kind => { if (!disabled) set({ kind }); }} options={kinds} />
      <Text muted small>{t(fields.kind === 'log' ? 'breach.scope.logHelp' : 'breach.scope.deviceHelp')}</Text>
      {fields.kind === 'device' ? <MomentFields label={t('breach.scope.lost')} value={fields.lost} onChange={lost => set({ lost })} disabled={disabled} /> : (
        <>
          <MomentFields label={t('breach.scope.from')} value={fields.from} onChange={from => set({ from })} disabled={disabled} />
          <MomentFields label={t('breach.scope.to')} value={fields.to} onChange={to => set({ to })} disabled={disabled} />
          <SelectField label={t('breach.scope.user')} options={people} value={fields.userId} onChange={userId => set({ userId })} clearable disabled={disabled} placeholder={t('breach.scope.anybody')} />
        </>
      )}
      <SelectField label={t('breach.scope.computer')} options={(computers.data?.workstations ?? []).map(name => ({ value: name, label: name }))} value={fields.workstation} onChange={workstation => set({ workstation })} clearable disabled={disabled} placeholder={t('breach.scope.anyComputer')} />
    </Stack>
  );
}
