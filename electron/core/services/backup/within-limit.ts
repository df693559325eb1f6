/** A network folder that hangs must hang neither the screen nor the schedule. */
const LOOK_LIMIT_MS = 5000;

/** What a look at a folder gives, or `otherwise` when it takes too long; the look itself cannot be called off. */
export async function withinLimit<T>(look: Promise<T>, otherwise: T): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<T>(resolve => {
    timer = setTimeout(() => resolve(otherwise), LOOK_LIMIT_MS);
  });
  return Promise.race([look, limit]).finally(() => clearTimeout(timer));
}
