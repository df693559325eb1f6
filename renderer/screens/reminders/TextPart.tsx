import { useState } from 'react';

import type { SettingsProblem } from '#shared/domain/reminders/settings.ts';
import { countSegments } from '#shared/domain/reminders/segments.ts';
import { DEFAULT_TEMPLATES, longestText, MAX_SEGMENTS, MESSAGE_LANGUAGES, type MessageLanguage } from '#shared/domain/reminders/template.ts';

import { Button, Checkbox, Section, SegmentedChoice, SelectField, TextArea, TextField, useText } from '#renderer/ui/index.ts';

import classes from './Reminders.module.css';
import type { SettingsAnswer, SettingsDraft } from './use-settings-draft.ts';

/** The words, in the patient's language, as they will stand on a telephone: preview, count and linter while one types (C-11). */
export function TextPart({ answer, form }: { readonly answer: SettingsAnswer; readonly form: SettingsDraft }) {
  const t = useText();
  const { draft, set, problems, errorOf } = form;
  const [language, setLanguage] = useState<MessageLanguage>(draft.language);
  const template = draft.templates[language];
  const setTemplate = (text: string): void => set({ templates: { ...draft.templates, [language]: text } });
  const nameOf = (one: MessageLanguage): string => t(`reminders.text.languages.${one}`);
  const tabs = MESSAGE_LANGUAGES.map(value => ({ value, label: problems.some(one => one.language === value) ? t('reminders.text.marked', { language: nameOf(value) }) : nameOf(value) }));
  const here = problems.filter(one => one.language === language || one.language === 'sender');
  return (
    <Section title={t('reminders.text.title')} actions={template === DEFAULT_TEMPLATES[language] ? null : <Button size="dense" kind="quiet" onClick={() => setTemplate(DEFAULT_TEMPLATES[language])}>{t('reminders.text.restore')}</Button>}>
      <div><SegmentedChoice label={t('reminders.text.title')} value={language} onChange={setLanguage} options={tabs} /></div>
      <TextArea label={t('reminders.text.template', { language: nameOf(language) })} help={t(draft.allowPractitioner ? 'reminders.text.templateHelpAll' : 'reminders.text.templateHelp')} value={template} onChange={setTemplate} rows={3} maxLength={600} />
      {here.length > 0 ? <Problems problems={here} /> : null}
      <Preview text={longestText(template, language, { clinic: draft.clinicWords, practitioner: answer.longestPractitioner })} sender={draft.sender} />
      <div className={classes.pair}>
        <TextField label={t('reminders.text.clinicWords')} help={t('reminders.text.clinicWordsHelp')} value={draft.clinicWords} onChange={clinicWords => set({ clinicWords })} maxLength={60} error={errorOf('clinicWords')} />
        <SelectField label={t('reminders.text.language')} value={draft.language} onChange={next => { if (next) set({ language: next }); }} options={MESSAGE_LANGUAGES.map(value => ({ value, label: nameOf(value) }))} />
      </div>
      <Checkbox label={t('reminders.text.nameReveals')} help={t('reminders.text.nameRevealsHelp')} checked={draft.nameReveals} onChange={nameReveals => set({ nameReveals })} />
      <Checkbox label={t('reminders.text.allowPractitioner')} checked={draft.allowPractitioner} onChange={allowPractitioner => set({ allowPractitioner })} />
    </Section>
  );
}

function Problems({ problems }: { readonly problems: readonly SettingsProblem[] }) {
  const t = useText();
  return (
    <div role="alert">
      <ul className={classes.problems}>
        {problems.map(({ code, word, language }) => <li key={`${language} ${code} ${word}`}>{language === 'sender' ? `${t('reminders.text.sender')}: ` : ''}{t(`reminders.text.problem.${code}`, { word })}</li>)}
      </ul>
    </div>
  );
}

/** With the longest date and name there can be, so that the count holds for every visit. */
function Preview({ text, sender }: { readonly text: string; readonly sender: string }) {
  const t = useText();
  const { length, segments, unicode } = countSegments(text);
  return (
    <div className={classes.phone} role="group" aria-label={t('reminders.text.preview')}>
      <p className={classes.phoneFrom}>{sender}</p>
      <p className={classes.phoneText}>{text}</p>
      <span className={classes.count} data-tone={segments > MAX_SEGMENTS ? 'danger' : undefined}>{t('reminders.text.count', { length, segments })}{unicode ? `. ${t('reminders.text.unicode')}` : ''}</span>
    </div>
  );
}
