/**
 * A real `cdk deploy` of the production stacks to an emulator of AWS, and everything that operators do to a stage
 * afterwards. One file, because the last part destroys the stage; its parts are written like separate test files.
 *
 * The emulator lacks the following, so no test here covers it:
 * - permissions to send mail: it knows no resources and no sender (support/leave-out.ts); it enforces all others
 * - throttling and access logs of the gateway, reserved limits, alarms that fire: it only stores their settings
 * - DKIM of a domain: it knows no records of an identity, so config/emulator.json says that the domain is verified
 * - preflights: it answers OPTIONS itself, where the gateway would invoke the function
 * - SES events: it publishes none; tests put them on the queue that they would reach
 * - SES's rendering of templates: it fills in plain variables only, accepts broken templates, renders none as a mail,
 *   and keeps neither headers nor attachments of a mail; test/functions checks mails of the local stack's emulator
 * - deletion protection: it drops that of a global table; test/lib checks it in the template
 * - CloudFront before the gateway: the gateway's name has a port there, which CloudFront cannot reach;
 *   support/edge.ts imitates it, with the distribution's header
 * - SQS's redrive from a dead-letter queue: test/bin/redrive.test.ts tests it with the local stack's queues
 */
// Runs before any other part changes what the previous release has stored.
import './previous-release.ts';
import './templates.ts';
import './email-templates-page.ts';
import './web.ts';
import './origin.ts';
import './poison.ts';
import './broken-template.ts';
import './kaltura.ts';
// Runs before other parts change settings, which functions cache for half a minute.
import './acceptance.ts';
import './again.ts';
import './rotation.ts';
import './restore.ts';
import './destroy.ts';
