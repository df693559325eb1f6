import { IconCheck, IconMinus } from '@tabler/icons-react';

import type { Role } from '#shared/domain/permissions.ts';
import { previewOf } from '#shared/domain/staff/role-preview.ts';

import { useText } from '#renderer/ui/index.ts';

import classes from './Staff.module.css';

/** What a person with these roles may do, before anything is saved. */
export function RolePreview({ roles }: { readonly roles: readonly Role[] }) {
  const t = useText();
  return (
    <ul className={classes.abilities} aria-label={t('staff.preview.title')}>
      {previewOf(roles).map(({ ability, granted }) => {
        const Sign = granted ? IconCheck : IconMinus;
        return (
          <li key={ability} className={classes.ability} data-granted={granted}>
            <Sign size={14} stroke={2.2} role="img" aria-label={t(granted ? 'staff.preview.yes' : 'staff.preview.no')} />
            <span>{t(`staff.can.${ability}`)}</span>
          </li>
        );
      })}
    </ul>
  );
}
