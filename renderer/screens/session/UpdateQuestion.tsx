import { useState } from 'react';

import { ERROR_CODES } from '#shared/kernel/app-error.ts';

import { ApiError, type InputOf } from '#renderer/client/index.ts';
import { useReason } from '#renderer/parts/drill-line/index.ts';
import { Banner, SegmentedChoice, Stack, Text, TextField, useText } from '#renderer/ui/index.ts';

type GoOn = NonNullable<InputOf<'session', 'signInWithCard'>['goOn']>;

/** What core asks back: why no backup was proven, whose sign-in it is, and whether that person decides. */
interface Question {
  readonly problem: (typeof ERROR_CODES)[number];
  readonly person: string;
  readonly decides: boolean;
}

function questionIn(failure: unknown): Question | null {
  if (!(failure instanceof ApiError) || failure.detail.code !== 'update.unproven') return null;
  const { problem, person, decides } = failure.detail.params;
  return { problem: ERROR_CODES.find(code => code === problem) ?? 'internal', person: String(person), decides: decides === 1 };
}

export interface UpdateAnswer {
  /** Null until a sign-in has been asked back. */
  readonly question: Question | null;
  readonly goesOn: boolean;
  readonly reason: string;
  readonly onChange: (answer: { readonly goesOn: boolean; readonly reason: string }) => void;
  /** For the next try to sign in. */
  readonly input: { readonly goOn?: GoOn };
  /** Before a try: false, and said on the screen, while an administrator goes on without a reason. A try on a card is counted. */
  readonly ask: () => boolean;
  readonly isReasonMissing: boolean;
}

/** Keeps the question of `update.unproven` on the screen, and its answer, until somebody is signed in. */
export function useUpdateAnswer(failure: unknown): UpdateAnswer {
  const [question, setQuestion] = useState<Question | null>(null);
  const [seen, setSeen] = useState<unknown>(null);
  const [{ goesOn, reason }, onChange] = useState({ goesOn: false, reason: '' });
  const [wasAsked, setWasAsked] = useState(false);
  if (failure !== seen) {
    setSeen(failure);
    setQuestion(questionIn(failure) ?? question);
  }
  const goOn = question !== null && goesOn ? { reason: question.decides ? reason.trim() : '' } : undefined;
  const isComplete = goOn?.reason !== '' || question?.decides === false;
  const ask = () => {
    setWasAsked(!isComplete);
    return isComplete;
  };
  return { question, goesOn, reason, onChange, input: goOn === undefined ? {} : { goOn }, ask, isReasonMissing: wasAsked && !isComplete };
}

/** A new program changes the database, and no backup could be proven first: try again, or go on. The sign-in below carries the answer out. */
export function UpdateQuestion({ answer }: { readonly answer: UpdateAnswer }) {
  const t = useText();
  const why = useReason();
  const { question, goesOn, reason, onChange, isReasonMissing } = answer;
  if (question === null) return null;
  const { decides, person } = question;
  return (
    <Stack gap={3}>
      <Banner tone="attention" live title={t('session.update.title')}>{t('session.update.why', { reason: why(question.problem) })}</Banner>
      <Text>{t(decides ? 'session.update.lead' : 'session.update.leadOther')}</Text>
      <SegmentedChoice
        label={t('session.update.choice')} value={goesOn ? 'on' : 'again'} onChange={value => onChange({ reason, goesOn: value === 'on' })}
        options={[{ value: 'again', label: t('session.update.again') }, { value: 'on', label: t(decides ? 'session.update.anyway' : 'session.update.care') }]}
      />
      {goesOn && decides ? <TextField key={String(isReasonMissing)} label={t('session.update.reason')} help={t('session.update.logged', { person })} value={reason} onChange={value => onChange({ goesOn, reason: value })} maxLength={120} autoFocus required error={isReasonMissing ? t('session.update.reasonMissing') : undefined} /> : null}
      {goesOn && !decides ? <Text muted>{t('session.update.logged', { person })}</Text> : null}
      <Text>{t(goesOn ? 'session.update.thenOn' : 'session.update.thenAgain')}</Text>
    </Stack>
  );
}
