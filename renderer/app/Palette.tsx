import { Spotlight } from '@mantine/spotlight';
import { IconSearch } from '@tabler/icons-react';
import { useMemo, useState, type ReactNode } from 'react';

import { useMay } from '#renderer/client/index.ts';
import { applies, useAllCommands, useCommandContext, type Command, type CommandContext, type Finder } from '#renderer/commands/index.ts';
import { WarningMark } from '#renderer/parts/warnings/index.ts';
import { KeyHint, useAnyText, useText } from '#renderer/ui/index.ts';

import { finders } from './areas.ts';
import { palette, paletteStore } from './palette-store.ts';
import classes from './Palette.module.css';
import { usePaletteChoice, useShown, type PaletteChoice } from './use-palette-choice.ts';

/** Ctrl+K: patients first, then everything that can be done here, each with its key. */
export function Palette() {
  const t = useText();
  const may = useMay();
  const [typed, setTyped] = useState('');
  const words = typed.trim().toLowerCase();
  const choice = usePaletteChoice();
  const type = (text: string) => {
    choice.onTyped();
    setTyped(text);
  };
  const allowed = finders.filter(finder => may(finder.permission));
  useShown(choice, words.length === 0 || allowed.length === 0 ? true : null);
  return (
    <Spotlight.Root store={paletteStore} query={typed} onQueryChange={type} shortcut={null} tagsToIgnore={[]} triggerOnContentEditable clearQueryOnClose scrollable maxHeight="min(520px, 70vh)" size={640} transitionProps={{ duration: 0 }} overlayProps={{ blur: 0, backgroundOpacity: 1, color: 'var(--kb-backdrop)' }} classNames={{ content: classes.content ?? '', search: classes.search ?? '', action: classes.action ?? '' }}>
      <Spotlight.Search placeholder={t('app.searchLong')} leftSection={<IconSearch size={18} stroke={1.8} aria-hidden />} aria-label={t('app.search')} data-palette-search="" onKeyDown={choice.onKeyDown} />
      <Spotlight.ActionsList>
        {words.length > 0 ? allowed.map(finder => <Results key={finder.id} finder={finder} typed={typed.trim()} choice={choice} />) : null}
        <Commands words={words} isAll={allowed.length === 0} />
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}

/** What can be done here and what it is called. Found out once for as long as the palette stands: at each letter that took longer than the search. */
function useNamed(context: CommandContext): readonly { readonly command: Command; readonly words: string; readonly sought: string }[] {
  const anyText = useAnyText();
  const all = useAllCommands();
  return useMemo(() => all.filter(command => !command.quiet && applies(command, context)).map(command => {
    const words = anyText(command.message, command.params);
    return { command, words, sought: words.toLowerCase() };
  }), [all, context, anyText]);
}

/** What can be done here. Drawn when the palette opens, so that it knows what the keyboard stands on then; closed it costs nothing. */
function Commands({ words, isAll }: { readonly words: string; readonly isAll: boolean }) {
  const t = useText();
  const context = useCommandContext();
  const commands = useNamed(context).filter(one => one.sought.includes(words));
  if (commands.length === 0) return isAll ? <Spotlight.Empty>{t('app.palette.nothing')}</Spotlight.Empty> : null;
  return (
    <>
      <Heading>{t('app.palette.commands')}</Heading>
      {commands.map(({ command, words: name }) => (
        <Spotlight.Action key={command.id} onClick={() => command.run(context)}>
          <span className={classes.line}>
            {command.icon ? <command.icon size={18} stroke={1.6} /> : <span className={classes.noIcon} />}
            <span className={classes.word}>{name}</span>
            {command.shortcut ? <KeyHint keys={command.shortcut} /> : null}
          </span>
        </Spotlight.Action>
      ))}
    </>
  );
}

/** `foundFor`: what the list below answers, so that the bench sees when it does. */
const Heading = ({ children, foundFor }: { readonly children: ReactNode; readonly foundFor?: string | undefined }) => <div className={classes.heading} data-found-for={foundFor}>{children}</div>;

function Results({ finder, typed, choice }: { readonly finder: Finder; readonly typed: string; readonly choice: PaletteChoice }) {
  const t = useText();
  const anyText = useAnyText();
  const { found, isCurrent } = finder.useFind(typed);
  useShown(choice, isCurrent);
  return (
    <>
      <Heading foundFor={isCurrent ? typed : undefined}>{anyText(finder.message)}</Heading>
      {found.map(item => (
        <Spotlight.Action key={item.id} onClick={() => { palette.close(); item.open(); }}>
          <span className={classes.line}>
            <span className={classes.found}>{item.title}{item.patientId === undefined ? null : <WarningMark id={item.patientId} />}</span>
            <span className={classes.detail}>{item.detail}</span>
          </span>
        </Spotlight.Action>
      ))}
      {found.length === 0 && isCurrent ? <div className={classes.none}>{t('app.palette.nothing')}</div> : null}
    </>
  );
}
