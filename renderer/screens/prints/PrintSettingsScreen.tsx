import { useErrorText, useQueryOf } from '#renderer/client/index.ts';
import { Banner, Page, useText } from '#renderer/ui/index.ts';

import { FeedsPart } from './FeedsPart.tsx';
import { PapersPart } from './PapersPart.tsx';
import classes from './Prints.module.css';
import { SheetPart } from './SheetPart.tsx';

/** What stands on the clinic's papers, the emergency sheet and calendar files. For the administrator. */
export function PrintSettingsScreen() {
  const t = useText();
  const errorText = useErrorText();
  const { data, error } = useQueryOf('prints', 'settings', {});
  return (
    <Page title={t('prints.settings.title')}>
      <div className={classes.screen}>
        {error ? <Banner tone="danger" live>{errorText(error).text}</Banner> : null}
        {data ? <PapersPart settings={data} /> : null}
        {data ? <SheetPart settings={data} /> : null}
        <FeedsPart />
      </div>
    </Page>
  );
}
