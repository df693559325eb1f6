import { parentChannel } from '#electron/wire/channel.ts';
import { createRpc } from '#electron/wire/rpc.ts';

/** A parser that answers, or eats memory until it is ended. */
createRpc(parentChannel(), {
  methods: {
    run: raw => {
      const { job, args } = raw as { job: string; args: { bytes?: Uint8Array } };
      if (job === 'count') return { bytes: args.bytes?.length ?? 0, heap: process.execArgv };
      const eaten: unknown[] = [];
      for (;;) eaten.push(new Array(1e5).fill({ job }));
    },
  },
});
