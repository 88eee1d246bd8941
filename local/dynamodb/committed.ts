import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { dynamodb, tableName } from '../../functions/adapters/dynamodb/client.ts';
import { table } from '../../functions/table.ts';

/**
 * Lets the functions' client answer a transaction only when it is committed. DynamoDB Local itself answers up to some
 * 20 ms earlier, and a SIGKILL in between would lose what was answered; but it does one thing after the other, so that
 * whatever went before a read is committed when that is answered.
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
