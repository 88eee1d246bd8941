import type { DynamoDBRecord } from 'aws-lambda';
import { describe, expect, test, vi } from 'vitest';
import { queueUrl } from '../../../local/queue/sqs.ts';
import { Device } from '../../support/device.ts';
import { putRoom } from '../../support/ground.ts';
import { inMinutes, Scene } from '../../support/scene.ts';
import {
  aws,
  changesIn,
  deletionsOf,
  isTold,
  owner,
  parked,
  reported,
  sessionsQueued,
} from './changes-stage.ts';

/** Which Kaltura sessions recordChanges queues, because a write has ended them. */

const newScene = () => Scene.set(owner, {}, { role: 'viewer' });

async function enteredScene(): Promise<Scene> {
  const scene = await newScene();
  await scene.enter();
  return scene;
}

const changesOf = ({ invited, roomId }: Scene): Promise<DynamoDBRecord[]> => changesIn(roomId, invited);

/** The epochs that are queued for a scene's invitation. */
async function epochsOf(scene: Scene): Promise<number[]> {
  expect(await isTold(...(await changesOf(scene)))).toEqual(reported());
  return sessionsQueued().map(({ epoch }) => epoch);
}

const enterByFreshLink = async (scene: Scene): Promise<void> => {
  await scene.requestLink();
  const link = await scene.freshLink();
  if (link === undefined) throw new Error('there is no fresh link');
  await scene.enter({ link, device: await Device.create() });
};

const ENDS: [string, (scene: Scene) => Promise<unknown>][] = [
  ['a promotion', scene => scene.manage('promoteInvitation', { role: 'moderator' })],
  ['a revocation', scene => scene.manage('revokeInvitation')],
  ['a new generation', scene => scene.inviteAgain()],
  ['the first entry by a fresh link', enterByFreshLink],
  ['a first given expiry', scene => scene.manage('changeInvitation', { expiresAt: inMinutes(60) })],
];

describe('the sessions of an invitee who has entered', () => {
  test.each(ENDS)(
    'are queued after %s, with the earlier epoch and the time of the write',
    async (_, change) => {
      const scene = await enteredScene();
      await change(scene);
      const changes = await changesOf(scene);
      expect(await isTold(...changes)).toEqual(reported());
      const [ended, ...more] = sessionsQueued();
      expect(ended).toEqual({
        kind: 'invitation',
        site: 'demo',
        room: scene.roomId,
        invitation: scene.invited.id,
        epoch: 1,
        at: expect.any(String),
      });
      // DynamoDB Local rounds the time to minutes.
      expect(Math.abs(Date.parse(ended.at) - Date.now())).toBeLessThan(90_000);
      expect(more).toEqual([]);
      expect((await scene.stored()).sessionEpoch).toBe(2);
      // Each record again, out of order.
      for (const record of changes.toReversed()) await isTold(record);
      expect(sessionsQueued()).toEqual([ended]);
    },
  );

  test('are queued after a nearer expiry, and not after a later one', async () => {
    const scene = await enteredScene();
    for (const expiry of [60, 120, 30])
      await scene.manage('changeInvitation', { expiresAt: inMinutes(expiry) });
    expect(await epochsOf(scene)).toEqual([1, 2]);
  });

  test.each<[string, (scene: Scene) => Promise<unknown>]>([
    ['a promotion to the same role', scene => scene.manage('promoteInvitation', { role: 'viewer' })],
    ['another name', scene => scene.manage('changeInvitation', { firstName: 'Augusta' })],
    ['a re-entry', scene => scene.enter()],
    ['a request for a fresh link', scene => scene.requestLink()],
    ['a resent mail', scene => scene.manage('resendInvitation')],
  ])('are not queued after %s', async (_, change) => {
    const scene = await enteredScene();
    await change(scene);
    expect(await epochsOf(scene)).toEqual([]);
  });
});

test.each(ENDS)('without a bound device, nothing is queued after %s', async (_, change) => {
  const scene = await newScene();
  await change(scene);
  expect(await epochsOf(scene)).toEqual([]);
});

test('the deletion of a room queues one message, with the generation that ended', async () => {
  const scene = await enteredScene();
  for (let generation = 1; generation <= 2; generation += 1) {
    await scene.deleteRoom();
    await scene.deleteRoom();
    await putRoom(owner, scene.roomId);
    await putRoom(owner, scene.roomId, { title: 'Botany' });
  }
  expect(await isTold(...(await deletionsOf(scene.roomId)))).toEqual(reported());
  const room = { kind: 'room', site: 'demo', room: scene.roomId, at: expect.any(String), isLate: false };
  expect(sessionsQueued()).toEqual([
    { ...room, generation: 1 },
    { ...room, generation: 2 },
  ]);
});

test('a change whose sessions cannot be queued is retried, by the stream or from the change queue', async () => {
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  const scene = await enteredScene();
  await scene.manage('revokeInvitation');
  const revoked = (await changesOf(scene)).slice(-1);
  process.env.SESSION_QUEUE_URL = queueUrl(`http://127.0.0.1:${aws.port}`, 'elsewhere');
  expect(await isTold(...revoked)).toEqual(reported());
  expect(parked()).toEqual(revoked);
  await aws.stop();
  expect(await isTold(...revoked)).toEqual(reported(...revoked));
});
