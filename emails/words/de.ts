import type { Words } from './en.ts';

export const de: Words = {
  locale: 'de',
  dir: 'ltr',
  roles: { viewer: 'Zuschauer/in', speaker: 'Referent/in', moderator: 'Moderator/in' },
  greeting: 'Guten Tag {{fullName}},',
  title: '„{{roomTitle}}“',
  invitation: {
    subject: '{{inviterName}} lädt Sie zu „{{roomTitle}}“ ein',
    lead: {
      viewer: '{{inviterName}} lädt Sie ein, dabei zu sein:',
      speaker: '{{inviterName}} lädt Sie ein, hier zu sprechen:',
      moderator: '{{inviterName}} lädt Sie ein zu moderieren:',
    },
    abilities: {
      viewer:
        'Sie können die Veranstaltung verfolgen, chatten, an Umfragen und anderen Interaktionen teilnehmen und im Fragebereich Fragen stellen.',
      speaker:
        'Ihr Redebeitrag wird erwartet. Außerdem können Sie an Interaktionen und an der Fragerunde teilnehmen und sich im internen Chat mit den anderen Mitwirkenden abstimmen.',
      moderator:
        'Sie helfen, die Veranstaltung zu leiten: Sie können Umfragen und andere Interaktionen starten, die Fragerunde betreuen und sich im internen Chat mit den Vortragenden abstimmen.',
    },
    planned: 'Die Veranstaltung beginnt am {{startsAt}}.',
    plannedHint: 'Bewahren Sie diese E-Mail bis dahin auf. Ein Kalendereintrag ist beigefügt.',
    early: 'Einlass für Sie ab {{opensAt}}.',
    open: 'Die Veranstaltung läuft gerade: Treten Sie ein!',
    start: 'Beginn: {{startsAt}}',
    end: 'Ende: {{endsAt}}',
    anytime: 'Der Raum steht Ihnen jederzeit offen, bis {{expiresAt}}.',
    button: { open: 'Jetzt teilnehmen', otherwise: 'Einladung öffnen' },
    copy: 'Oder kopieren Sie Ihren persönlichen Link in einen Browser:',
    link: 'Ihr persönlicher Link:',
    qrCode: 'QR-Code Ihres Links',
    scan: 'Scannen, um den Link auf dem Smartphone zu öffnen',
    notes: [
      'Öffnen Sie den Link auf dem Gerät, mit dem Sie teilnehmen möchten: Auf einem anderen funktioniert er möglicherweise nicht.',
      'Falls Sie nach Ihrer Adresse gefragt werden, geben Sie die ein, an die diese E-Mail gesendet wurde.',
      'Bewahren Sie diese E-Mail bis zum Ende der Veranstaltung auf, falls Sie den Raum erneut betreten müssen.',
      'Der Link gilt bis {{expiresAt}}.',
      'Er ist nur für Sie bestimmt: Bitte leiten Sie ihn nicht weiter.',
    ],
  },
  withdrawal: {
    subject: 'Ihre Einladung zu „{{roomTitle}}“ wurde zurückgezogen',
    lead: 'Ihre Einladung zu dieser Veranstaltung wurde zurückgezogen:',
    calendar:
      'Ihr Link funktioniert nicht mehr, und mit dieser E-Mail entfällt der Eintrag in Ihrem Kalender.',
    mistake: 'Falls Sie das für einen Irrtum halten, wenden Sie sich bitte an {{inviterName}}.',
  },
  unsubscribe: {
    title: 'Keine weiteren Einladungen',
    question: 'Soll {{siteName}} keine Einladungen mehr an {{email}} senden?',
    button: 'Keine Einladungen mehr senden',
    done: '{{siteName}} sendet keine Einladungen mehr an {{email}}.',
  },
};
