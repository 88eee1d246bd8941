let offset = 0;

/** The server's time, as far as known: a device's clock may be wrong by hours. */
export const now = (): number => Date.now() + offset;

export function correctClock(serverNow: string): void {
  const time = Date.parse(serverNow);
  if (!Number.isNaN(time)) offset = time - Date.now();
}
