/** The English invitation template as the first release seeded it. */
export const FIRST = {
  Subject: '{{inviterName}} invites you to “{{roomTitle}}”',
  Html: `<!doctype html>
<html lang="en" dir="ltr">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{{roomTitle}}</title></head>
<body style="margin:0;padding:24px;font-family:system-ui,sans-serif;font-size:16px;line-height:1.5;color:#1c2430">
<p>Dear {{fullName}},</p>
<p>{{inviterName}} invites you as <strong>{{role}}</strong> to the live session
<strong>{{roomTitle}}</strong> of {{siteName}}.</p>
{{#if startsAt}}<p>It starts on <strong>{{startsAt}}</strong>.</p>{{/if}}
{{#if roomDescription}}<p>{{roomDescription}}</p>{{/if}}
<p><a href="{{link}}" style="display:inline-block;padding:12px 24px;border-radius:6px;background:#006efa;color:#ffffff;text-decoration:none">Join the session</a></p>
<p>Or copy this link:<br>{{link}}</p>
<p>Open it on the device that you will join with: it works on one device only. When asked, enter the address that
this mail was sent to. Keep this mail until the session has ended, in case you need to join again.
The link works until {{expiresAt}}.</p>
</body>
</html>
`,
  Text: `Dear {{fullName}},

{{inviterName}} invites you as {{role}} to the live session
“{{roomTitle}}” of {{siteName}}.
{{#if startsAt}}
It starts on {{startsAt}}.
{{/if}}
Your personal link:

{{link}}

Open it on the device that you will join with: it works on one device only.
When asked, enter the address that this mail was sent to.
Keep this mail until the session has ended, in case you need to join again.
The link works until {{expiresAt}}.
`,
};
