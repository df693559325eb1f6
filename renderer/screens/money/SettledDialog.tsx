import { useState } from 'react';

import { useErrorText } from '#renderer/client/index.ts';
import { Banner, Button, Dialog, Stack, Text, useText } from '#renderer/ui/index.ts';

import { DocumentDialog } from './DocumentDialog.tsx';
import classes from './Money.module.css';
import type { VisitCharge } from './use-charge.ts';
import { useKronor } from '#renderer/parts/use-kronor.ts';

interface SettledDialogProps {
  readonly visit: VisitCharge | undefined;
  readonly error: unknown;
  readonly onClose: () => void;
}

/** A visit with nothing left to charge: what was issued for it. */
export function SettledDialog({ visit, error, onClose }: SettledDialogProps) {
  const t = useText();
  const errorText = useErrorText();
  const { kronor } = useKronor();
  const [openId, setOpenId] = useState<string>();
  const chosen = visit?.documents.find(one => one.id === openId);
  if (chosen) return <DocumentDialog id={chosen.id} patientId={chosen.patientId} onClose={() => setOpenId(undefined)} />;
  return (
    <Dialog open onClose={onClose} title={t('money.pay.title', { name: visit?.name ?? '' })}>
      <Stack gap={3}>
        {error ? <Banner tone="danger" live>{errorText(error).text}</Banner> : <Text>{t(visit && visit.documents.length > 0 ? 'money.pay.already' : 'money.pay.nothing')}</Text>}
        {(visit?.documents ?? []).map((one, index) => (
          <div key={one.id} className={classes.payment}>
            <Text num>{`${t(`money.kind.${one.kind}`)} ${one.number} · ${kronor(one.totalMinor)} · ${t(`money.state.${one.state}`)}`}</Text>
            <Button size="dense" autoFocus={index === 0} onClick={() => setOpenId(one.id)}>{t('money.pay.open')}</Button>
          </div>
        ))}
      </Stack>
    </Dialog>
  );
}
