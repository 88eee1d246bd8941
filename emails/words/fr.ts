import type { Words } from './en.ts';

/** French puts a no-break space inside its quotes and before a colon or a question mark. */
export const fr: Words = {
  locale: 'fr',
  dir: 'ltr',
  roles: { viewer: 'spectateur', speaker: 'intervenant', moderator: 'modérateur' },
  greeting: 'Bonjour {{fullName}},',
  title: '«\u00a0{{roomTitle}}\u00a0»',
  invitation: {
    subject: '{{inviterName}} vous invite à «\u00a0{{roomTitle}}\u00a0»',
    lead: {
      viewer: '{{inviterName}} vous invite à assister à\u00a0:',
      speaker: '{{inviterName}} vous invite à intervenir dans\u00a0:',
      moderator: '{{inviterName}} vous invite à animer\u00a0:',
    },
    abilities: {
      viewer:
        'Vous pourrez suivre la session, participer au chat, répondre aux sondages et autres interactions, et poser vos questions dans l’espace questions-réponses.',
      speaker:
        'Votre prise de parole est attendue. Vous pourrez aussi participer aux interactions et aux questions-réponses, et échanger avec les autres organisateurs sur le canal interne.',
      moderator:
        'Vous aiderez à mener la session\u00a0: vous pourrez lancer des sondages et autres interactions, gérer les questions-réponses et échanger avec les intervenants sur le canal interne.',
    },
    planned: 'La session commence le {{startsAt}}.',
    plannedHint: 'Conservez cet e-mail d’ici là. Un événement pour votre agenda y est joint.',
    early: 'Entrée possible dès le {{opensAt}}.',
    open: 'La session est en cours\u00a0: vous pouvez entrer dès maintenant.',
    start: 'Début\u00a0: {{startsAt}}',
    end: 'Fin\u00a0: {{endsAt}}',
    anytime: 'La salle est ouverte quand vous le souhaitez, jusqu’au {{expiresAt}}.',
    button: { open: 'Rejoindre maintenant', otherwise: 'Ouvrir votre invitation' },
    copy: 'Ou copiez votre lien personnel dans un navigateur\u00a0:',
    link: 'Votre lien personnel\u00a0:',
    qrCode: 'Code QR de votre lien',
    scan: 'Scannez-le pour ouvrir le lien sur votre téléphone',
    notes: [
      'Ouvrez le lien sur l’appareil que vous utiliserez pour participer\u00a0: il se peut qu’il ne fonctionne pas sur un autre.',
      'Si votre adresse vous est demandée, saisissez celle à laquelle cet e-mail a été envoyé.',
      'Conservez cet e-mail jusqu’à la fin de la session, au cas où vous devriez entrer de nouveau.',
      'Le lien fonctionne jusqu’au {{expiresAt}}.',
      'Il vous est personnel\u00a0: merci de ne pas le transférer.',
    ],
  },
  withdrawal: {
    subject: 'Votre invitation à «\u00a0{{roomTitle}}\u00a0» a été annulée',
    lead: 'Votre invitation à cette session a été annulée\u00a0:',
    calendar: 'Votre lien ne fonctionne plus, et cet e-mail retire l’événement de votre agenda.',
    mistake: 'Si vous pensez qu’il s’agit d’une erreur, adressez-vous à {{inviterName}}.',
  },
  unsubscribe: {
    title: 'Ne plus recevoir d’invitations',
    question: 'Voulez-vous que {{siteName}} n’envoie plus d’invitations à {{email}}\u00a0?',
    button: 'Ne plus envoyer d’invitations',
    done: '{{siteName}} n’enverra plus d’invitations à {{email}}.',
  },
};
