const secrets = new WeakMap<object, unknown>();

/** A secret that prints as `<redacted>` everywhere; only `reveal` gives it back. */
export class Redacted<T> {
  constructor(value: T) {
    secrets.set(this, value);
  }
  /** The secret itself. Call it as late as possible and keep the result in no field. */
  reveal(): T {
    return secrets.get(this) as T;
  }
  toString(): string {
    return '<redacted>';
  }
  toJSON(): string {
    return '<redacted>';
  }
  /** What Node's inspect prints (console.log, util.inspect). */
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return '<redacted>';
  }
}
