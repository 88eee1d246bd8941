"""
MiniStack with three things as AWS has them: the templates of SES are listed with a time in seconds (MiniStack says it in
words, which the SDK refuses), a request of DynamoDB has the condition keys that the functions' policies ask for, and a
batch of messages is authorised as `sqs:SendMessage` (IAM has no separate action for it).
"""

import json
import re
import time

from ministack.core import iam_actions, iam_evaluator
from ministack.app import main
from ministack.services import ses_v2

ses_v2.now_iso = lambda: int(time.time())

NAME = re.compile(r"(?<![\w.:#])#?[A-Za-z_]\w*")


def items_of(request, action):
    """The parts of a request that name an item and are authorised as this action."""
    if "TransactItems" in request:
        member = action.removeprefix("dynamodb:").removesuffix("Item")
        return [item[member] for item in request["TransactItems"] if member in item]
    if "RequestItems" not in request:
        return [request]
    items = []
    for batch in request["RequestItems"].values():
        if isinstance(batch, dict):
            items += [{"Key": key} for key in batch.get("Keys", [])]
        else:
            items += [part for write in batch for part in write.values()]
    return items


def leading_keys(item):
    key = (item.get("Key") or item.get("Item") or {}).get("pk") or (item.get("ExpressionAttributeValues") or {}).get(":pk")
    return [key["S"]] if key else []


def attributes(item):
    """Top-level attributes; a word of the expression language among them does no harm, as no policy names one."""
    names = item.get("ExpressionAttributeNames") or {}
    texts = [text for member, text in item.items() if member.endswith("Expression") and isinstance(text, str)]
    named = [names.get(name, name) for text in texts for name in NAME.findall(text)]
    return [*(item.get("Key") or {}), *(item.get("Item") or {}), *named]


def condition_keys(request, action):
    items = items_of(request, action)
    keys = {
        "dynamodb:leadingkeys": [key for item in items for key in leading_keys(item)],
        "dynamodb:attributes": [name for item in items for name in attributes(item)],
    }
    return {name: values for name, values in keys.items() if values}


REQUEST = "roompass:request"
AUTHORISED_AS = {"sqs:SendMessageBatch": "sqs:SendMessage"}
service_context = iam_actions.dynamodb_service_context
enforce = iam_evaluator.enforce


def context_with_request(body):
    return {**service_context(body), REQUEST: json.loads(body or b"{}")}


def enforce_with_keys(access_key, action, *args, service_context=None, **kwargs):
    context = dict(service_context or {})
    request = context.pop(REQUEST, None)
    if request is not None:
        context.update(condition_keys(request, action))
    return enforce(access_key, AUTHORISED_AS.get(action, action), *args, service_context=context, **kwargs)


iam_actions.dynamodb_service_context = context_with_request
iam_evaluator.enforce = enforce_with_keys
main()
