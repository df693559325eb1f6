import { expect, it } from 'vitest';

import { ACTION_GROUPS } from '#shared/domain/log/action-groups.ts';
import { AUDIT_ACTIONS } from '#shared/domain/log/audit.ts';
import sv from '#shared/messages/sv/log.json' with { type: 'json' };
import en from '#shared/messages/en/log.json' with { type: 'json' };

it('every action stands in exactly one group of the filter', () => {
  expect(Object.values(ACTION_GROUPS).flat().sort()).toEqual([...AUDIT_ACTIONS].sort());
});

it('every action has its words in both languages', () => {
  for (const words of [sv, en]) expect(Object.keys(words.action).sort()).toEqual([...AUDIT_ACTIONS].sort());
});
