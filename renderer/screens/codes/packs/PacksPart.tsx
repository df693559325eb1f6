import { IconCheck, IconClock, IconPlayerPause } from '@tabler/icons-react';

import type { CodePack } from '#shared/contract/codes.ts';

import { useClinicDay, useCommandOf, useErrorText, useQueryOf } from '#renderer/client/index.ts';
import { Banner, Button, FactList, Section, StatusChip, Text, useFormats, useLanguage, useText } from '#renderer/ui/index.ts';

import classes from './Codes.module.css';

/** Every version of every system: what it is, where it comes from, on which terms, and whether codes are chosen from it. */
export function PacksPart() {
  const t = useText();
  const errorText = useErrorText();
  const { data, error } = useQueryOf('codes', 'packs', {});
  const activate = useCommandOf('codes', 'activate');
  const systems = [...new Set((data ?? []).map(pack => pack.system))];
  const problem = activate.error ?? error;
  return (
    <div className={classes.parts}>
      <Text muted>{t('codes.packs.lead')}</Text>
      {problem ? <Banner tone="danger" live code={errorText(problem).trace}>{errorText(problem).text}</Banner> : null}
      {systems.map(system => (
        <Section key={system} title={system}>
          {(data ?? []).filter(pack => pack.system === system).map(pack => (
            <Pack key={pack.id} pack={pack} isBusy={activate.isRunning} onUse={inUse => activate.start({ packId: pack.id, version: pack.version, inUse })} />
          ))}
        </Section>
      ))}
    </div>
  );
}

interface PackProps {
  readonly pack: CodePack;
  readonly isBusy: boolean;
  readonly onUse: (inUse: boolean) => void;
}

function Pack({ pack, isBusy, onUse }: PackProps) {
  const t = useText();
  const { number } = useFormats();
  const { today } = useClinicDay();
  const language = useLanguage();
  const valid = pack.validTo === null ? t('codes.packs.from', { from: pack.validFrom }) : t('codes.packs.fromTo', { from: pack.validFrom, to: pack.validTo });
  return (
    <article className={classes.pack} aria-label={`${pack.system} ${pack.edition}`}>
      <header className={classes.packHead}>
        <h3 className={classes.packName}>{pack.edition}</h3>
        <PackState pack={pack} today={today} />
        {pack.title[language] === `${pack.system} ${pack.edition}` ? null : <Text muted>{pack.title[language]}</Text>}
        <div className={classes.right}><Button size="dense" disabled={isBusy} onClick={() => onUse(!pack.inUse)}>{t(pack.inUse ? 'codes.packs.takeOut' : 'codes.packs.takeIn')}</Button></div>
      </header>
      <FactList facts={[
        { label: t('codes.packs.valid'), value: `${valid}, ${t('codes.packs.count', { codes: number(pack.codes), selectable: number(pack.selectable) })}` },
        { label: t('codes.packs.source'), value: pack.source },
        { label: t('codes.packs.licence'), value: pack.licence },
      ]} />
    </article>
  );
}

/** Chosen from today, waiting for its first day, standing behind another version, or out of use: by colour, sign and word. */
function PackState({ pack, today }: { readonly pack: CodePack; readonly today: string }) {
  const t = useText();
  if (pack.isCurrent) return <StatusChip tone="ok" icon={<IconCheck size={14} />}>{t(pack.isSample ? 'codes.state.sample' : 'codes.state.current')}</StatusChip>;
  if (!pack.inUse) return <StatusChip tone="neutral" icon={<IconPlayerPause size={14} />}>{t('codes.state.out')}</StatusChip>;
  return <StatusChip tone="info" icon={<IconClock size={14} />}>{t(pack.validFrom > today ? 'codes.state.coming' : 'codes.state.behind')}</StatusChip>;
}
