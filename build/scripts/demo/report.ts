import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import type { Page } from 'playwright-core';

/** One line of report.json. */
export interface StepResult {
  readonly name: string;
  readonly ok: boolean;
  readonly ms: number;
  readonly screenshot?: string;
  readonly error?: string;
}

/** Runs the story's steps one after the other, says how each went, and keeps a picture of each. */
export class Story {
  readonly #out: string;
  readonly #page: () => Page;
  readonly #steps: StepResult[] = [];

  constructor(out: string, page: () => Page) {
    this.#out = out;
    this.#page = page;
    mkdirSync(out, { recursive: true });
  }

  get ok(): boolean {
    return this.#steps.length > 0 && this.#steps.every(step => step.ok);
  }

  /** Does one step. A failure is reported with a picture and ends the story: what follows would build on nothing. */
  async step(name: string, work: () => Promise<void>): Promise<void> {
    const number = String(this.#steps.length + 1).padStart(2, '0');
    process.stdout.write(`${number}  ${name} … `);
    const started = performance.now();
    const error = await work().then(
      () => undefined,
      (reason: unknown) => (reason instanceof Error ? reason.message : String(reason)),
    );
    const ms = Math.round(performance.now() - started);
    const file = `${number}-${name.toLowerCase().replaceAll('å', 'a').replaceAll('ä', 'a').replaceAll('ö', 'o').replace(/[^a-z0-9]+/g, '-').slice(0, 60)}.png`;
    const pictured = await this.picture(file);
    this.#steps.push({ name, ok: error === undefined, ms, ...(pictured ? { screenshot: file } : {}), ...(error === undefined ? {} : { error }) });
    this.write();
    console.log(error === undefined ? `ok (${(ms / 1000).toFixed(1)} s)` : `FAILED\n    ${error}`);
    if (error !== undefined) throw new StoryEnded(name);
  }

  /** A picture of the screen as it is now; false when there is no page to picture. */
  async picture(file: string): Promise<boolean> {
    try {
      await this.#page().screenshot({ path: path.join(this.#out, file), timeout: 10_000 });
      return true;
    } catch {
      return false;
    }
  }

  write(): void {
    writeFileSync(path.join(this.#out, 'report.json'), `${JSON.stringify({ ok: this.ok, steps: this.#steps }, null, 1)}\n`);
  }
}

/** A step failed; the report says which and why. */
export class StoryEnded extends Error {
  constructor(step: string) {
    super(`the step "${step}" did not do what it says`);
  }
}
