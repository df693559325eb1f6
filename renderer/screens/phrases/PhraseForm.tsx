import { useState } from 'react';

import { PhraseDraft, type Phrase, type PhraseScope } from '#shared/domain/phrases/phrase.ts';
import { phraseBlocks } from '#shared/domain/phrases/phrase-text.ts';
import { toLocal } from '#shared/domain/agenda/zone.ts';

import { useClinicDay, useCommandOf, useErrorText, useUnsaved } from '#renderer/client/index.ts';
import { useCommands } from '#renderer/commands/index.ts';
import { Banner, Button, NoteView, notify, SegmentedChoice, Stack, Text, TextArea, TextField, useText } from '#renderer/ui/index.ts';

import classes from './Phrases.module.css';

interface PhraseFormProps {
  readonly phrase: Phrase | undefined;
  readonly onSaved: (id: string) => void;
  readonly onRemove: (phrase: Phrase) => void;
}

const BLANK = { abbreviation: '', title: '', body: '', scope: 'own', version: 0 } as const;

/** One phrase: its abbreviation, its name, its text, and how it will stand in a note. */
export function PhraseForm({ phrase, onSaved, onRemove }: PhraseFormProps) {
  const t = useText();
  const errorText = useErrorText();
  const before = phrase ?? BLANK;
  const [draft, setDraft] = useState({ abbreviation: before.abbreviation, title: before.title, body: before.body });
  const [scope, setScope] = useState<PhraseScope>(before.scope);
  const [isTried, setTried] = useState(false);
  const save = useCommandOf('phrases', 'save');
  useUnsaved(draft.abbreviation !== before.abbreviation || draft.title !== before.title || draft.body !== before.body);
  const checked = PhraseDraft.safeParse(draft);
  const wrong = (field: keyof typeof draft): boolean => isTried && !checked.success && checked.error.issues.some(issue => issue.path[0] === field);
  const run = () => {
    setTried(true);
    if (checked.success) save.start({ id: phrase?.id ?? null, version: before.version, scope, draft: checked.data }, ({ id }) => { notify(t('phrases.saved')); onSaved(id); });
  };
  const remove = () => { if (phrase) onRemove(phrase); };
  useCommands([
    { id: 'phrases.save', message: 'phrases.command.save', shortcut: 'mod+s', run },
    { id: 'phrases.remove', message: 'phrases.command.remove', when: () => phrase !== undefined, run: remove },
  ]);
  return (
    <div className={classes.form} role="region" aria-label={t('phrases.form')}>
      {save.error ? <Banner tone="danger" live>{errorText(save.error).text}</Banner> : null}
      {phrase ? null : <SegmentedChoice label={t('phrases.column.scope')} value={scope} onChange={setScope} options={[{ value: 'own', label: t('phrases.scope.own') }, { value: 'clinic', label: t('phrases.scope.clinic') }]} />}
      {scope === 'clinic' ? <Text muted small>{t('phrases.scope.clinicHelp')}</Text> : null}
      <div className={classes.row}>
        <TextField label={t('phrases.column.abbreviation')} value={draft.abbreviation} onChange={abbreviation => setDraft({ ...draft, abbreviation })} maxLength={20} autoFocus={!phrase} error={wrong('abbreviation') ? t('phrases.wrong.abbreviation') : undefined} />
        <TextField label={t('phrases.column.title')} value={draft.title} onChange={title => setDraft({ ...draft, title })} maxLength={80} />
      </div>
      <TextArea label={t('phrases.body')} help={t('phrases.bodyHelp', { open: '{{', close: '}}' })} rows={6} value={draft.body} onChange={body => setDraft({ ...draft, body })} error={wrong('body') ? t('phrases.wrong.body') : undefined} />
      <Sample body={draft.body} />
      <div className={classes.actions}>
        <Button kind="primary" shortcut="mod+s" onClick={run} loading={save.isRunning}>{t('phrases.action.save')}</Button>
        {phrase ? <Button kind="quiet" onClick={remove}>{t('phrases.action.remove')}</Button> : null}
      </div>
    </div>
  );
}

/** As it will stand in a note today; what the patient fills in stands as a gap here. */
function Sample({ body }: { readonly body: string }) {
  const t = useText();
  const { timeZone } = useClinicDay();
  if (body.trim() === '') return null;
  const { date, time } = toLocal(new Date().toISOString(), timeZone);
  const note = { schema: 2 as const, template: { id: 'sample', version: 1 }, sections: [{ key: 'sample', title: t('phrases.sample'), doc: { type: 'doc' as const, content: phraseBlocks(body, { date, time }) } }] };
  return <Stack gap={4}><div className={classes.sample}><NoteView note={note} /></div></Stack>;
}
