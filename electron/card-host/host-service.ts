import type { z } from 'zod';

import { AppError, isAppError, type ErrorCode } from '#shared/kernel/app-error.ts';
import type { CardSnapshot } from '#shared/domain/cards/card.ts';
import { CARD_POLL_INTERVAL, type CardHostMethod } from '#shared/domain/cards/limits.ts';
import { CARD_NOTICES, certificatesArgs, hostStartSchema, loginArgs, practiceInsertArgs, probeArgs, signArgs, unwrapArgs, type HostStart } from '#shared/domain/cards/host-protocol.ts';
import type { CardDevice, PracticeControls } from './card-device.ts';
import { findModule, requireProfileAllowed } from './module-check.ts';
import { Pkcs11Device } from './pkcs11-device.ts';
import { loadModule } from './pkcs11-module.ts';
import { splitCertRef } from './pkcs11-tokens.ts';
import { Poller } from './poller.ts';
import { PracticeDevice } from './practice/practice-device.ts';

export interface HostEvents {
  notify(name: string, args: unknown): void;
  /** Called at every look at the readers, as a sign of life. */
  beat(): void;
}

/** How often a missing card software is looked for again: somebody may just be installing it. */
const RETRY_TICKS = 12;

function read<T>(schema: z.ZodType<T>, args: unknown): T {
  const parsed = schema.safeParse(args);
  if (!parsed.success) throw new AppError('input.invalid');
  return parsed.data;
}

/** Runs an operation and overwrites the PIN bytes afterwards, whatever happened. */
function withPin<T>(pin: Uint8Array | undefined, run: () => T): T {
  try {
    return run();
  } finally {
    pin?.fill(0);
  }
}

/** What the process serves: one card software, watched at every tick. */
export class HostService {
  readonly #events: HostEvents;
  #config: HostStart | null = null;
  #device: CardDevice | null = null;
  #practice: PracticeControls | null = null;
  #poller: Poller | null = null;
  #problem: ErrorCode = 'card.moduleMissing';
  #ticks = 0;

  constructor(events: HostEvents) {
    this.#events = events;
  }

  /** Methods by name, for the calls from the supervisor and, relayed, from the core. */
  methods(): Record<CardHostMethod, (args: unknown) => unknown> {
    return {
      'start': args => this.#start(read(hostStartSchema, args)),
      'card.snapshot': () => this.#snapshot(),
      'card.certificates': args => this.#need().certificates(read(certificatesArgs, args).tokenRef),
      'card.login': args => this.#login(read(loginArgs, args)),
      'card.sign': args => this.#withKey(read(signArgs, args), job => this.#need().sign(job)),
      'card.unwrap': args => this.#withKey(read(unwrapArgs, args), job => this.#need().unwrap(job)),
      'card.probe': args => this.#withKey(read(probeArgs, args), ({ certRef, pin }) => this.#need().capabilities(certRef, pin)),
      'card.logout': () => this.#device?.logout(),
      'practice.list': () => this.#practice?.list() ?? [],
      'practice.insert': args => this.#changeReader(controls => controls.insert(read(practiceInsertArgs, args).cardId)),
      'practice.remove': () => this.#changeReader(controls => controls.remove()),
    };
  }

  #start(config: HostStart): CardSnapshot {
    if (this.#config) throw new AppError('input.invalid');
    requireProfileAllowed(config);
    this.#config = config;
    this.#load();
    setInterval(() => this.#tick(), CARD_POLL_INTERVAL);
    return this.#snapshot();
  }

  /** Opens the card software. A failure is a state, not an error: the screen shows it and the person can act. */
  #load(): void {
    const config = this.#config;
    if (!config) return;
    try {
      const device = config.profile === 'practice' ? this.#openPractice(config) : new Pkcs11Device(loadModule(findModule(config)));
      this.#device = device;
      this.#poller = new Poller(device, {
        changed: snapshot => this.#events.notify(CARD_NOTICES.changed, snapshot),
        removed: tokenRef => this.#events.notify(CARD_NOTICES.removed, { tokenRef }),
      });
    } catch (error) {
      this.#problem = error instanceof AppError ? error.code : 'card.moduleInvalid';
    }
  }

  #openPractice(config: HostStart): CardDevice {
    if (!config.practiceFolder) throw new AppError('card.moduleMissing');
    const device = new PracticeDevice(config.practiceFolder);
    this.#practice = device;
    return device;
  }

  #tick(): void {
    this.#events.beat();
    this.#ticks += 1;
    if (this.#poller) this.#poller.tick();
    else if (this.#problem === 'card.moduleMissing' && this.#ticks % RETRY_TICKS === 0) this.#load();
  }

  #snapshot(): CardSnapshot {
    if (this.#poller) return this.#poller.refresh();
    const state = this.#problem === 'card.moduleMissing' ? 'moduleMissing' : 'moduleFailed';
    return { state, problem: this.#problem, readers: [], tokens: [], generation: 0 };
  }

  #need(): CardDevice {
    if (!this.#device) throw new AppError(this.#problem);
    return this.#device;
  }

  #login({ tokenRef, pin }: z.infer<typeof loginArgs>): void {
    const device = this.#need();
    withPin(pin, () => {
      try {
        device.login(tokenRef, pin);
      } finally {
        this.#poller?.publish();
      }
    });
  }

  /** Runs an operation on a key. A PIN that was tried may have changed what is known about the tries left. */
  #withKey<Job extends { certRef: string; pin?: Uint8Array | undefined }, T>(job: Job, run: (job: Job) => T): T {
    return withPin(job.pin, () => {
      try {
        return run(job);
      } catch (error) {
        if (isAppError(error, 'card.removed')) this.#poller?.lost(splitCertRef(job.certRef).tokenRef);
        throw error;
      } finally {
        if (job.pin) this.#poller?.publish();
      }
    });
  }

  #changeReader(change: (controls: PracticeControls) => void): void {
    if (!this.#practice) throw new AppError('card.practiceRefused');
    change(this.#practice);
    this.#poller?.refresh();
  }
}
