import { IconDownload } from '@tabler/icons-react';
import { useState, type FormEvent } from 'react';

import { saveFile, useCommandOf, useErrorText } from '#renderer/client/index.ts';
import { StepPane } from '#renderer/parts/wizard/index.ts';
import { Banner, Button, Text, TextField, useText } from '#renderer/ui/index.ts';

import classes from './Setup.module.css';

/** The sealed kit: made, printed twice, and two groups read back from the paper before it counts. */
export function KitStep({ onDone }: { readonly onDone: () => void }) {
  const t = useText();
  const errorText = useErrorText();
  const create = useCommandOf('setup', 'createKit');
  const confirm = useCommandOf('setup', 'confirmKit');
  const [groups, setGroups] = useState<readonly [string, string]>(['', '']);
  const kit = create.value;
  const make = () => {
    confirm.reset();
    setGroups(['', '']);
    create.start({});
  };
  const check = (event: FormEvent) => {
    event.preventDefault();
    confirm.start({ groups: [groups[0].trim(), groups[1].trim()] }, onDone);
  };
  const failure = create.error ?? confirm.error;
  return (
    <StepPane title={t('setup.kit.title')} lead={t('setup.kit.lead')}>
      {failure ? <Banner tone="danger" live>{errorText(failure).text}</Banner> : null}
      {kit ? (
        <form className={classes.content} onSubmit={check} noValidate>
          <div className={classes.actions}>
            <Button icon={<IconDownload size={16} stroke={1.8} aria-hidden />} onClick={() => saveFile(kit.pdfBase64, 'klinikbok-kit.pdf', 'application/pdf')} autoFocus>{t('setup.kit.save')}</Button>
            <Text muted>{t('setup.kit.saved')}</Text>
          </div>
          <Text>{t('setup.kit.ask')}</Text>
          <div className={classes.group}>
            {([0, 1] as const).map(at => (
              <TextField key={at} label={t('setup.kit.group', { number: kit.askBack[at] })} value={groups[at]} maxLength={20} onChange={value => setGroups(at === 0 ? [value, groups[1]] : [groups[0], value])} />
            ))}
          </div>
          <div className={classes.actions}>
            <Button kind="primary" type="submit" disabled={groups.some(group => group.trim() === '')} loading={confirm.isRunning}>{t('setup.kit.confirm')}</Button>
            <Button kind="quiet" onClick={make}>{t('setup.kit.again')}</Button>
          </div>
          <Text muted small>{t('setup.kit.againHelp')}</Text>
        </form>
      ) : (
        <div className={classes.actions}><Button kind="primary" onClick={make} loading={create.isRunning} autoFocus>{t('setup.kit.create')}</Button></div>
      )}
    </StepPane>
  );
}
