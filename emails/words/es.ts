import type { Words } from './en.ts';

export const es: Words = {
  locale: 'es',
  dir: 'ltr',
  roles: { viewer: 'asistente', speaker: 'ponente', moderator: 'moderador' },
  greeting: 'Hola, {{fullName}}:',
  title: '«{{roomTitle}}»',
  invitation: {
    subject: '{{inviterName}} le invita a «{{roomTitle}}»',
    lead: {
      viewer: '{{inviterName}} le invita a asistir a:',
      speaker: '{{inviterName}} le invita a participar como ponente en:',
      moderator: '{{inviterName}} le invita a moderar:',
    },
    abilities: {
      viewer:
        'Podrá seguir la sesión, chatear, responder a encuestas y otras interacciones, y plantear preguntas en el apartado de preguntas y respuestas.',
      speaker:
        'Se espera su intervención. También podrá participar en las interacciones y en las preguntas y respuestas, y comunicarse con los demás organizadores por el canal interno.',
      moderator:
        'Ayudará a dirigir la sesión: podrá lanzar encuestas y otras interacciones, atender las preguntas y respuestas, y comunicarse con los ponentes por el canal interno.',
    },
    planned: 'Empieza el {{startsAt}}.',
    plannedHint: 'Conserve este correo hasta entonces. Lleva adjunta una cita para su calendario.',
    early: 'Puede entrar desde el {{opensAt}}.',
    open: 'La sesión está en curso: ¡ya puede entrar!',
    start: 'Inicio: {{startsAt}}',
    end: 'Fin: {{endsAt}}',
    anytime: 'La sala está abierta cuando usted quiera, hasta el {{expiresAt}}.',
    button: { open: 'Entrar ahora', otherwise: 'Abrir su invitación' },
    copy: 'O copie su enlace personal en un navegador:',
    link: 'Su enlace personal:',
    qrCode: 'Código QR de su enlace',
    scan: 'Escanéelo para abrirlo en su teléfono',
    notes: [
      'Abra el enlace en el dispositivo con el que vaya a participar: es posible que no funcione en otro.',
      'Si se le pide su dirección de correo, escriba aquella en la que ha recibido este mensaje.',
      'Conserve este correo hasta que termine la sesión, por si necesita volver a entrar.',
      'El enlace funciona hasta el {{expiresAt}}.',
      'Es solo para usted: por favor, no lo reenvíe.',
    ],
  },
  withdrawal: {
    subject: 'Se ha retirado su invitación a «{{roomTitle}}»',
    lead: 'Se ha retirado su invitación a esta sesión:',
    calendar: 'Su enlace ya no funciona, y con este correo se elimina la cita de su calendario.',
    mistake: 'Si cree que se trata de un error, consulte a {{inviterName}}.',
  },
  unsubscribe: {
    title: 'No recibir más invitaciones',
    question: '¿Quiere que {{siteName}} deje de enviar invitaciones a {{email}}?',
    button: 'No enviar más invitaciones',
    done: '{{siteName}} ya no enviará invitaciones a {{email}}.',
  },
};
