import type { DirectoryPerson } from '../domain/person.ts';
import type { RoomDetails } from '../domain/room.ts';
import { after, type Instant, minutes } from '../domain/time.ts';
import { savePeople } from '../functions/adapters/dynamodb/people.ts';
import { putSite } from '../functions/adapters/dynamodb/put-site.ts';
import { saveRoom } from '../functions/adapters/dynamodb/rooms.ts';
import { environment } from '../functions/runtime/environment.ts';
import { seedTemplates } from '../functions/templates/seed.ts';
import { localSites } from './sites.ts';

type Seeding = { origin: string; kaltura: string; now: Instant };

/**
 * Stores the local sites, their mail templates and the demo rooms and people. Settings and templates that were
 * changed are kept; trust, demo rooms and people are replaced at each start.
 */
export async function seed({ origin, kaltura, now }: Seeding): Promise<void> {
  for (const { trust, settings } of localSites(origin, kaltura)) {
    await putSite(trust, settings);
    await seedTemplates(environment('STAGE'), trust.siteId);
  }
  for (const [id, room] of Object.entries(demoRooms(now))) await saveRoom('demo', id, room, now);
  await savePeople('demo', demoPeople);
}

const managed = {
  ownerId: 'owner',
  coEditors: ['editor'],
  coPublishers: ['publisher'],
  chatAndCollaboration: true,
};

/** `future-room` starts 10 minutes after the stack. */
const demoRooms = (now: Instant): Record<string, RoomDetails> => ({
  'open-room': {
    ...managed,
    title: 'Cell biology, live',
    description: 'A guest lecture on the inner life of cells, with questions at any time.',
    speakers: [{ name: 'Rosalind Franklin', title: 'Guest lecturer' }],
    timeZone: 'Europe/London',
  },
  'future-room': {
    ...managed,
    title: 'Seminar on tides',
    description: 'Why the sea comes and goes.',
    startsAt: after(now, minutes(10)),
    endsAt: after(now, minutes(70)),
    timeZone: 'Europe/Paris',
  },
  'no-chat-room': { ...managed, chatAndCollaboration: false, title: 'A room without Chat & Collaboration' },
});

const demoPeople: DirectoryPerson[] = [
  ['owner', 'Olivia', 'Owner'],
  ['editor', 'Edgar', 'Editor'],
  ['publisher', 'Paula', 'Publisher'],
  ['student', 'Stella', 'Student'],
  ['ada', 'Ada', 'Byron'],
].map(([id = '', firstName = '', lastName = '']) => ({ id, email: `${id}@demo.test`, firstName, lastName }));
