import { useEffect, useMemo, useState } from 'react';

import { ReminderSettings, settingsProblems, type SettingsProblem } from '#shared/domain/reminders/settings.ts';

import { useCommandOf, useUnsaved, type OutputOf } from '#renderer/client/index.ts';
import { notify, useText } from '#renderer/ui/index.ts';

export type SettingsAnswer = OutputOf<'reminders', 'settings'>;
export interface TypedCredential {
  readonly user: string;
  readonly secret: string;
}
export type WrongField = 'sender' | 'windows' | 'quiet' | 'clinicWords';

const NO_CREDENTIAL: TypedCredential = { user: '', secret: '' };
const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

/** Which fields the contract's schema would refuse. */
function wrongFields(draft: ReminderSettings): ReadonlySet<WrongField> {
  const issues = ReminderSettings.safeParse(draft).error?.issues ?? [];
  return new Set(issues.map(issue => issue.path[0] as WrongField));
}

/** The settings as typed, until they are saved; nothing typed is lost to somebody else's save. */
export function useSettingsDraft(answer: SettingsAnswer) {
  const t = useText();
  const save = useCommandOf('reminders', 'saveSettings');
  const [draft, setDraft] = useState(answer.settings);
  const [base, setBase] = useState({ version: answer.version, settings: answer.settings });
  const [credential, setCredential] = useState(NO_CREDENTIAL);
  const [tried, setTried] = useState(false);
  const isDirty = !same(draft, base.settings) || credential.secret !== '';
  useUnsaved(isDirty);
  useEffect(() => {
    if (answer.version === base.version || isDirty) return;
    setBase({ version: answer.version, settings: answer.settings });
    setDraft(answer.settings);
  }, [answer, base.version, isDirty]);
  const wrong = useMemo(() => wrongFields(draft), [draft]);
  const problems = useProblems(draft, answer);
  const run = (): void => {
    setTried(true);
    if (wrong.size > 0) return;
    save.start({ version: base.version, settings: draft, credential: credential.secret === '' ? null : credential }, ({ version }) => {
      setBase({ version, settings: draft });
      setCredential(NO_CREDENTIAL);
      setTried(false);
      notify(t('reminders.saved'), 'reminders-saved');
    });
  };
  const set = (part: Partial<ReminderSettings>): void => setDraft({ ...draft, ...part });
  const errorOf = (field: WrongField): string | undefined => (wrong.has(field) ? t(`reminders.error.${field}`) : undefined);
  return { draft, set, credential, setCredential, isDirty, problems, errorOf, run, isSaving: save.isRunning, error: tried && wrong.size > 0 ? null : save.error };
}

export type SettingsDraft = ReturnType<typeof useSettingsDraft>;

/** What core would say about the texts, said while they are typed. */
function useProblems(draft: ReminderSettings, { clinicName, services, longestPractitioner }: SettingsAnswer): readonly SettingsProblem[] {
  return useMemo(
    () => settingsProblems(draft, { clinic: draft.clinicWords, revealingName: draft.nameReveals ? clinicName : null, allowPractitioner: draft.allowPractitioner, services, practitioner: longestPractitioner }),
    [draft, clinicName, services, longestPractitioner],
  );
}
