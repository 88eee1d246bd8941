import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import { Problem } from '../../../domain/problems.ts';
import { type DeletedRoom, isDeleted, type Room, type RoomDetails } from '../../../domain/room.ts';
import type { Instant } from '../../../domain/time.ts';
import { getItem, type Item, toItem, updateItem } from './items.ts';
import { keys } from './table.ts';

export const findRoom = async (site: string, id: string): Promise<Room | DeletedRoom | undefined> =>
  toRoom(await getItem(keys.room(site, id)));

/** @throws `room_not_found`, also if the room was deleted */
export function requireRoom(room: Room | DeletedRoom | undefined): Room {
  if (room === undefined || isDeleted(room)) throw new Problem('room_not_found');
  return room;
}

/** Registers or replaces a room. It updates the item instead of putting it, so that `generation` is kept. */
export async function saveRoom(site: string, id: string, room: RoomDetails, now: Instant) {
  const { written } = await updateItem(keys.room(site, id), e => ({
    set: [
      ...e.assign({ room, updatedAt: now }),
      `${e.name('createdAt')} = if_not_exists(${e.name('createdAt')}, ${e.value(now)})`,
      `${e.name('generation')} = if_not_exists(${e.name('generation')}, ${e.value(1)})`,
    ],
    // Data from Kaltura is dropped.
    remove: [e.name('deletedAt'), e.name('entry'), e.name('kaltura')],
    add: [`${e.name('version')} ${e.value(1)}`],
  }));
  const saved = requireRoom(toRoom(written));
  return { room: saved, isNew: written?.version === 1 };
}

/** Deletes a room and raises its `generation`, which ends every link into it. Changes nothing if there is no room. */
export async function deleteRoom(site: string, id: string, now: Instant): Promise<void> {
  await updateItem(keys.room(site, id), e => ({
    set: e.assign({ deletedAt: now }),
    add: [`${e.name('generation')} ${e.value(1)}`],
    remove: ['room', 'createdAt', 'updatedAt', 'version', 'entry', 'kaltura'].map(name => e.name(name)),
    condition: `attribute_exists(${e.name('createdAt')})`,
  }));
}

/** Data from Kaltura takes precedence over what was registered or deleted before. */
export function toRoom(item: Item | undefined): Room | DeletedRoom | undefined {
  if (item === undefined) return undefined;
  const [, site = '', id = ''] = item.pk.split('#');
  const { generation, deletedAt, createdAt, updatedAt, room, entry, kaltura } = item;
  if (kaltura !== undefined)
    return kaltura.goneAt === undefined
      ? { ...entry, site, id, generation, createdAt, updatedAt, kaltura }
      : { site, id, generation, deletedAt: kaltura.goneAt, kaltura };
  return deletedAt === undefined
    ? { ...room, site, id, generation, createdAt, updatedAt }
    : { site, id, generation, deletedAt };
}

type Image = NonNullable<DynamoDBRecord['dynamodb']>['NewImage'];

/** The room in a stream record's image. */
export const roomOfImage = (image: Image): Room | DeletedRoom | undefined =>
  image && toRoom(toItem(image as Record<string, AttributeValue>));
