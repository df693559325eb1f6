import { useState } from 'react';

import type { Person } from '#shared/contract/staff.ts';
import { passphraseProblem } from '#shared/domain/staff/passphrase-rules.ts';
import { UserName } from '#shared/domain/staff/person.ts';

import { useCommandOf, useErrorText, useSession, type OutputOf } from '#renderer/client/index.ts';
import { Banner, Dialog, Stack, Text, TextField, useText } from '#renderer/ui/index.ts';

import { PassphraseSlip } from './PassphraseSlip.tsx';
import classes from './Staff.module.css';

type Slip = OutputOf<'staff', 'beginPassphrase'>;

/** Two steps: name and passphrase, then slip, authenticator app and its first code. Nothing is stored before that code is right. */
export function EnrolPassphraseDialog({ person, onClose }: { readonly person: Person; readonly onClose: () => void }) {
  const [shown, setShown] = useState<{ readonly slip: Slip; readonly userName: string } | null>(null);
  return shown ? <ConfirmStep person={person} {...shown} onClose={onClose} /> : <ChooseStep person={person} onClose={onClose} onSlip={setShown} />;
}

interface ChooseProps {
  readonly person: Person;
  readonly onClose: () => void;
  readonly onSlip: (shown: { slip: Slip; userName: string }) => void;
}

const suggestion = (person: Person): string => `${person.givenName}.${person.familyName}`.toLowerCase().replace(/[^\p{L}\p{N}.-]/gu, '').slice(0, 40);

function ChooseStep({ person, onClose, onSlip }: ChooseProps) {
  const t = useText();
  const errorText = useErrorText();
  const session = useSession();
  const begin = useCommandOf('staff', 'beginPassphrase');
  const [userName, setUserName] = useState(person.userName ?? suggestion(person));
  const [passphrase, setPassphrase] = useState('');
  const [repeated, setRepeated] = useState('');
  const [tried, setTried] = useState(false);
  const problem = passphraseProblem(passphrase, [session.data?.clinic?.name ?? '', person.name, userName]);
  const isNameWrong = !UserName.safeParse(userName).success;
  const differ = passphrase !== repeated;
  const run = () => {
    setTried(true);
    if (problem === null && !isNameWrong && !differ) begin.start({ userId: person.id, userName, passphrase }, slip => onSlip({ slip, userName: userName.trim().toLowerCase() }));
  };
  const words = { tooShort: 'error.auth.passphraseTooShort', tooLong: 'error.auth.passphraseTooLong', tooCommon: 'error.auth.passphraseTooCommon' } as const;
  return (
    <Dialog open onClose={onClose} title={t('staff.passphrase.title', { name: person.name })} action={{ label: t('staff.passphrase.next'), onRun: run, loading: begin.isRunning }}>
      <Stack gap={4}>
        <Text muted>{t('staff.passphrase.who', { name: person.givenName })}</Text>
        {begin.error ? <Banner tone="danger" live>{errorText(begin.error).text}</Banner> : null}
        <TextField label={t('staff.passphrase.userName')} help={t('staff.passphrase.userNameHelp')} value={userName} onChange={setUserName} maxLength={40} error={tried && isNameWrong ? t('staff.passphrase.userNameWrong') : undefined} />
        <TextField label={t('staff.passphrase.passphrase')} help={t('staff.passphrase.passphraseHelp')} secret autoFocus value={passphrase} onChange={setPassphrase} error={tried && problem !== null ? t(words[problem]) : undefined} />
        <TextField label={t('staff.passphrase.repeat')} secret value={repeated} onChange={setRepeated} error={tried && differ ? t('staff.passphrase.differ') : undefined} />
      </Stack>
    </Dialog>
  );
}

function ConfirmStep({ person, slip, userName, onClose }: { readonly person: Person; readonly slip: Slip; readonly userName: string; readonly onClose: () => void }) {
  const t = useText();
  const errorText = useErrorText();
  const confirm = useCommandOf('staff', 'confirmPassphrase');
  const [code, setCode] = useState('');
  if (confirm.value) {
    return <Dialog open onClose={onClose} title={t('staff.passphrase.title', { name: person.name })}><Banner tone="ok" live>{t('staff.passphrase.done', { name: person.name })}</Banner></Dialog>;
  }
  return (
    <Dialog open onClose={onClose} size="large" title={t('staff.passphrase.title', { name: person.name })} action={{ label: t('staff.passphrase.confirm'), loading: confirm.isRunning, disabled: !/^\d{6}$/.test(code.replaceAll(' ', '')), onRun: () => confirm.start({ enrolmentId: slip.enrolmentId, code }) }}>
      <div className={classes.dialog}>
        <PassphraseSlip slip={slip} userName={userName} />
        {confirm.error ? <Banner tone="danger" live>{errorText(confirm.error).text}</Banner> : null}
        <div className={classes.narrow}>
          <TextField label={t('staff.passphrase.code')} help={t('staff.passphrase.codeHelp')} value={code} onChange={setCode} numeric maxLength={7} autoFocus />
        </div>
      </div>
    </Dialog>
  );
}
