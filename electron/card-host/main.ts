import { parentChannel } from '#electron/wire/channel.ts';
import { createRpc } from '#electron/wire/rpc.ts';
import { startHeartbeat } from './heartbeat.ts';
import { HostService } from './host-service.ts';

/**
 * The card host: the only process that loads a PKCS#11 module. It may crash or hang without harm; the supervisor ends
 * and restarts it. It never waits for C_Finalize, which hangs in some modules: when its parent is gone it just ends.
 */
const channel = parentChannel();
const heartbeat = startHeartbeat();
const service = new HostService({ notify: (name, args) => rpc.notify(name, args), beat: heartbeat.beat });
const methods = Object.entries(service.methods()).map(([name, run]) => [name, (args: unknown) => heartbeat.during(() => run(args))] as const);
const rpc = createRpc(channel, { methods: Object.fromEntries(methods) });
channel.onClose(() => process.kill(process.pid, 'SIGKILL'));
