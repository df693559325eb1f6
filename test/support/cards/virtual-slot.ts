import { connect, type Socket } from 'node:net';

/** Answers one APDU; `null` means the card says nothing (it was pulled out meanwhile). */
export type CardAnswer = (apdu: Buffer) => Promise<Buffer>;

/** Control bytes of vpcd's protocol: two bytes of length, then one control byte or an APDU. */
const RESET = 2;
const SEND_ATR = 4;

const frame = (payload: Buffer): Buffer => Buffer.concat([Buffer.of(payload.length >> 8, payload.length & 0xff), payload]);

/**
 * A card in the virtual reader: a TCP connection to vpcd is a card in the slot. `atr` is the card's answer to reset.
 * An answer that comes after the card was removed is dropped, never sent on a later connection.
 */
export class VirtualSlot {
  readonly #port: number;
  readonly #atr: Buffer;
  readonly #answer: CardAnswer;
  readonly #reset: () => void;
  #socket: Socket | null = null;

  constructor(port: number, card: { atr: Buffer; answer: CardAnswer; reset: () => void }) {
    this.#port = port;
    this.#atr = card.atr;
    this.#answer = card.answer;
    this.#reset = card.reset;
  }

  get inserted(): boolean {
    return this.#socket !== null;
  }

  /** Puts the card in; resolves when the reader has taken it. */
  insert(): Promise<void> {
    this.#reset();
    return new Promise((resolve, reject) => {
      const socket = connect(this.#port, '127.0.0.1', () => {
        socket.setNoDelay(true);
        this.#socket = socket;
        resolve();
      });
      let rest: Buffer = Buffer.alloc(0);
      socket.on('data', part => {
        rest = Buffer.concat([rest, part]);
        while (rest.length >= 2 && rest.length >= 2 + rest.readUInt16BE(0)) {
          const payload = rest.subarray(2, 2 + rest.readUInt16BE(0));
          rest = rest.subarray(2 + payload.length);
          void this.#serve(socket, payload);
        }
      });
      socket.on('error', error => (this.#socket === null ? reject(error) : undefined));
      socket.on('close', () => {
        if (this.#socket === socket) this.#socket = null;
      });
    });
  }

  async #serve(socket: Socket, payload: Buffer): Promise<void> {
    if (payload.length === 1) {
      if (payload[0] === SEND_ATR) socket.write(frame(this.#atr));
      else if (payload[0] === RESET || payload[0] === 0) this.#reset();
      return;
    }
    const answer = await this.#answer(payload);
    if (this.#socket === socket && !socket.destroyed) socket.write(frame(answer));
  }

  /** Pulls the card out. */
  remove(): void {
    const socket = this.#socket;
    this.#socket = null;
    socket?.destroy();
  }
}
