/**
 * A real `cdk deploy` of the production stacks to an emulator of AWS, and all that is done to a stage afterwards.
 * One file, because the last part takes the stage away again; its parts look like any test file.
 *
 * What the emulator cannot do, so that nothing here shows it:
 * - permissions to send mail: it knows no resources and no sender there (support/leave-out.ts); all others it enforces
 * - throttling and access logs of the gateway, reserved limits, alarms that ring: it keeps their settings only
 * - DKIM of a domain: it knows no records of an identity, so config/emulator.json says that the domain is verified
 * - preflights: it answers OPTIONS itself, where the gateway would ask the function
 * - events of SES: it publishes none; they are put on the queue that they would reach
 * - templates as SES renders them: it fills in plain variables only, takes them broken, shows none as a mail, and keeps
 *   neither headers nor attachments of a mail; test/functions looks at mails of the local stack's emulator
 * - deletion protection: it drops that of a global table; test/lib pins it in the template
 * - CloudFront before the gateway: the gateway's name has a port there, so that the API is spoken to at its own URL
 * - SQS moving messages from failures back: test/bin/redrive.test.ts does it at the local stack's queues
 */
import './templates.ts';
import './email-templates-page.ts';
import './web.ts';
import './poison.ts';
import './broken-template.ts';
// Before settings are changed, which functions remember for half a minute.
import './acceptance.ts';
import './again.ts';
import './rotation.ts';
import './restore.ts';
import './destroy.ts';
