import { useErrorText, useQueryOf } from '#renderer/client/index.ts';
import { useCommands } from '#renderer/commands/index.ts';
import { Banner, Button, Page, Switch, useFormats, useText } from '#renderer/ui/index.ts';

import { DecisionPart } from './DecisionPart.tsx';
import { ProviderPart } from './ProviderPart.tsx';
import classes from './Reminders.module.css';
import { TestPart } from './TestPart.tsx';
import { TextPart } from './TextPart.tsx';
import { useSettingsDraft, type SettingsAnswer } from './use-settings-draft.ts';
import { WhenPart } from './WhenPart.tsx';
import { WhoPart } from './WhoPart.tsx';

/** Whether text messages may go, through whom, when and in which words (C-11). For the administrator. */
export function ReminderSettingsScreen() {
  const t = useText();
  const errorText = useErrorText();
  const { data, error } = useQueryOf('reminders', 'settings', {});
  if (error) return <Page title={t('reminders.title')}><Banner tone="danger" live code={errorText(error).trace}>{errorText(error).text}</Banner></Page>;
  return data ? <SettingsForm answer={data} /> : <Page title={t('reminders.title')}>{null}</Page>;
}

function SettingsForm({ answer }: { readonly answer: SettingsAnswer }) {
  const t = useText();
  const errorText = useErrorText();
  const form = useSettingsDraft(answer);
  const canSave = form.isDirty && !form.isSaving;
  useCommands([{ id: 'reminders.save', message: 'reminders.command.save', shortcut: 'mod+s', quiet: true, permission: 'reminders.configure', when: () => canSave, run: form.run }]);
  const actions = (
    <>
      <Switch label={t('reminders.enable')} checked={form.draft.enabled} disabled={answer.decision === null && !form.draft.enabled} onChange={enabled => form.set({ enabled })} />
      <Button kind="primary" shortcut="mod+s" disabled={!canSave} loading={form.isSaving} onClick={form.run}>{t('reminders.save')}</Button>
    </>
  );
  return (
    <Page title={t('reminders.title')} detail={form.isDirty ? t('reminders.unsaved') : null} actions={actions}>
      <div className={classes.screen}>
        {form.error ? <Banner tone="danger" live code={errorText(form.error).trace}>{errorText(form.error).text}</Banner> : null}
        <Standing answer={answer} />
        {form.problems.length > 0 ? <Banner tone="attention">{t('reminders.problems', { count: form.problems.length })}</Banner> : null}
        <div className={classes.parts}>
          <div>
            <DecisionPart answer={answer} />
            <ProviderPart answer={answer} form={form} />
            <TestPart isReady={answer.hasCredential || answer.isDemo} isDirty={form.isDirty} language={form.draft.language} />
          </div>
          <div>
            <TextPart answer={answer} form={form} />
            <WhenPart form={form} />
            <WhoPart form={form} />
          </div>
        </div>
      </div>
    </Page>
  );
}

/** What happens right now, and what never does. */
function Standing({ answer: { standing, isDemo, decision } }: { readonly answer: SettingsAnswer }) {
  const t = useText();
  const { stamp } = useFormats();
  const { gateway, enabled, lastSentAt, open } = standing;
  if (enabled && gateway) return <Banner tone="danger" title={t('reminders.status.gateway')}>{t(`reminders.gateway.${gateway.problem}`, { when: stamp(gateway.since) })}</Banner>;
  const detail = enabled ? (lastSentAt === null ? t('reminders.standing.neverSent') : t('reminders.standing.onDetail', { when: stamp(lastSentAt) })) : decision === null ? t('reminders.needsDecision') : t('reminders.standing.offDetail');
  return (
    <Banner tone={enabled ? 'ok' : 'info'} title={t(enabled ? 'reminders.standing.on' : 'reminders.standing.off')}>
      {detail} {t('reminders.standing.signedIn')} {isDemo ? t('reminders.standing.demo') : null} {open > 0 ? `${t('reminders.status.open', { count: open })}.` : null}
    </Banner>
  );
}
