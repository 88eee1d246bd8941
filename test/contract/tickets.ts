import type { Scene } from '../support/scene.ts';

/** Tickets and launch tokens, as the answers to a redeem have them. */

export const ticketOf = async (scene: Scene) => (await scene.enter()).body.ticket as string;
export const launchTokenOf = (joinUrl: string) => new URL(joinUrl).searchParams.get('t') ?? '';
