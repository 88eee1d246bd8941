import { expect, test } from 'vitest';
import { ofType } from './statements.ts';

test('the stream passes writes to invitations, and changes of rooms that have been deleted', () => {
  const sources = ofType('AWS::Lambda::EventSourceMapping').map(([, { Properties }]) => Properties);
  const [stream] = sources.flatMap(({ FilterCriteria }) =>
    FilterCriteria === undefined ? [] : [FilterCriteria as { Filters: { Pattern: string }[] }],
  );
  expect(stream?.Filters.map(({ Pattern }) => JSON.parse(Pattern))).toEqual([
    { eventName: ['INSERT', 'MODIFY'], dynamodb: { Keys: { sk: { S: [{ prefix: 'INVITATION#' }] } } } },
    {
      eventName: ['MODIFY'],
      dynamodb: { Keys: { sk: { S: ['ROOM'] } }, NewImage: { deletedAt: { S: [{ exists: true }] } } },
    },
  ]);
});
