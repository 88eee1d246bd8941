import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { dynamodb, tableName } from '../../functions/adapters/dynamodb/client.ts';
import { table } from '../../functions/adapters/dynamodb/table.ts';

/**
 * Makes the functions' client wait until a transaction is committed. DynamoDB Local answers up to some 20 ms before
 * the commit, and a SIGKILL in between would lose a write that was answered. It handles requests one after the
 * other, so when a later read is answered, every earlier write is committed.
 */
export function answerOnlyCommitted(): void {
  const nothing = { [table.partitionKey]: { S: 'NONE' }, [table.sortKey]: { S: 'NONE' } };
  dynamodb().middlewareStack.add(
    (next, { commandName }) =>
      async request => {
        const answer = await next(request);
        if (commandName === 'TransactWriteItemsCommand')
          await dynamodb().send(new GetItemCommand({ TableName: tableName(), Key: nothing }));
        return answer;
      },
    { step: 'initialize', name: 'answerOnlyCommitted' },
  );
}
