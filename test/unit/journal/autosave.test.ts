import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { richTextOf } from '#shared/domain/journal/rich-text.ts';
import type { NoteContent } from '#shared/domain/journal/note-content.ts';
import { Autosave, type SaveAnswer, type SaveRequest, type SaveState } from '#renderer/screens/journal/autosave.ts';

const EVENT = '2026-11-22T09:00:00.000Z';
const draft = (text: string) => ({ eventTime: EVENT, content: { schema: 1, template: { id: 'visit', version: 1 }, sections: [{ key: 'status', title: 'Status', doc: richTextOf(text) }] } satisfies NoteContent });
const textOf = (request: SaveRequest) => JSON.stringify(request.content);

let sent: SaveRequest[];
let states: SaveState[];
let answer: (request: SaveRequest) => Promise<SaveAnswer>;
let autosave: Autosave;

beforeEach(() => {
  vi.useFakeTimers();
  sent = [];
  states = [];
  answer = async request => ({ revision: request.baseRevision + 1, savedAt: EVENT, version: request.keep ? 1 : null });
  autosave = new Autosave({
    revision: 0,
    send: request => {
      sent.push(request);
      return answer(request);
    },
    onState: state => states.push(state),
    newKey: () => `key-${sent.length}`,
    isFinal: error => error === 'final',
  });
});
afterEach(() => vi.useRealTimers());

describe('the autosave', () => {
  it('saves at the latest two seconds after the first key, however long somebody types (task 4B 4)', async () => {
    for (let at = 0; at < 1900; at += 100) {
      autosave.changed(draft(`text ${at}`));
      await vi.advanceTimersByTimeAsync(100);
    }
    expect(sent.length).toBeGreaterThanOrEqual(1);
    await vi.advanceTimersByTimeAsync(2000);
    expect(textOf(sent.at(-1) as SaveRequest)).toContain('text 1800');
  });

  it('saves at the latest two seconds after the last key', async () => {
    autosave.changed(draft('sist'));
    await vi.advanceTimersByTimeAsync(2000);
    expect(sent.map(textOf)).toEqual([expect.stringContaining('sist')]);
    expect(states.at(-1)).toEqual({ phase: 'idle', savedAt: EVENT });
  });

  it('never has two saves at once, and the newest text goes last', async () => {
    let finish: (() => void) | undefined;
    answer = request => new Promise(resolve => { finish = () => resolve({ revision: request.baseRevision + 1, savedAt: EVENT, version: null }); });
    autosave.changed(draft('ett'));
    await vi.advanceTimersByTimeAsync(1000);
    autosave.changed(draft('två'));
    const flushed = autosave.flush(true);
    await vi.advanceTimersByTimeAsync(3000);
    expect(sent).toHaveLength(1);
    finish?.();
    await vi.advanceTimersByTimeAsync(0);
    finish?.();
    expect(await flushed).toBe(2);
    expect(sent.map(request => [request.baseRevision, request.keep])).toEqual([[0, false], [1, true]]);
    expect(textOf(sent[1] as SaveRequest)).toContain('två');
  });

  it('tries again after a failure with the same key, so that a save that did arrive is not a second one', async () => {
    answer = async () => Promise.reject(new Error('gone'));
    autosave.changed(draft('kvar'));
    await vi.advanceTimersByTimeAsync(1500);
    expect(states.at(-1)).toMatchObject({ phase: 'failed' });
    answer = async request => ({ revision: request.baseRevision + 1, savedAt: EVENT, version: null });
    await vi.advanceTimersByTimeAsync(5000);
    expect(sent.map(request => request.key)).toEqual(['key-0', 'key-0']);
    expect(states.at(-1)).toEqual({ phase: 'idle', savedAt: EVENT });
  });

  it('asks for a lost answer again before it sends what was typed since', async () => {
    answer = async () => Promise.reject(new Error('gone'));
    autosave.changed(draft('ett'));
    await vi.advanceTimersByTimeAsync(1500);
    answer = async request => ({ revision: request.baseRevision + 1, savedAt: EVENT, version: null });
    autosave.changed(draft('två'));
    await vi.advanceTimersByTimeAsync(2000);
    expect(sent.map(request => [request.key, request.baseRevision, textOf(request).includes('två')])).toEqual([['key-0', 0, false], ['key-0', 0, false], ['key-2', 1, true]]);
  });

  it('stops trying when the note was changed elsewhere, and says so to who flushes', async () => {
    answer = async () => Promise.reject('final');
    autosave.changed(draft('mitt'));
    await vi.advanceTimersByTimeAsync(20_000);
    expect(sent).toHaveLength(1);
    await expect(autosave.flush(true)).rejects.toThrow('saving has ended');
  });

  it('leaves a version on leaving even when everything is saved, but only once', async () => {
    autosave.changed(draft('a'));
    await vi.advanceTimersByTimeAsync(2000);
    await autosave.flush(true);
    await autosave.flush(true);
    expect(sent.map(request => request.keep)).toEqual([false, true]);
  });
});
