import type { Words } from './en.ts';

export const ptBR: Words = {
  locale: 'pt-BR',
  dir: 'ltr',
  roles: { viewer: 'espectador', speaker: 'palestrante', moderator: 'moderador' },
  greeting: 'Olá, {{fullName}}!',
  title: '“{{roomTitle}}”',
  invitation: {
    subject: '{{inviterName}} convida você para “{{roomTitle}}”',
    lead: {
      viewer: '{{inviterName}} convida você para assistir a:',
      speaker: '{{inviterName}} convida você para ser palestrante em:',
      moderator: '{{inviterName}} convida você para moderar:',
    },
    abilities: {
      viewer:
        'Você poderá acompanhar a sessão, conversar no chat, responder a enquetes e outras interações e fazer perguntas na área de perguntas e respostas.',
      speaker:
        'Contamos com a sua fala. Você também poderá participar das interações e das perguntas e respostas e conversar com os demais organizadores no canal interno.',
      moderator:
        'Você ajudará a conduzir a sessão: poderá iniciar enquetes e outras interações, cuidar das perguntas e respostas e conversar com os palestrantes no canal interno.',
    },
    planned: 'A sessão está marcada para {{startsAt}}.',
    plannedHint: 'Guarde este e-mail até lá. Ele traz em anexo um evento para o seu calendário.',
    early: 'Entrada a partir de {{opensAt}}.',
    open: 'A sessão está acontecendo agora: pode entrar!',
    start: 'Início: {{startsAt}}',
    end: 'Término: {{endsAt}}',
    anytime: 'A sala está aberta quando você quiser, até {{expiresAt}}.',
    button: { open: 'Entrar agora', otherwise: 'Abrir seu convite' },
    copy: 'Ou copie seu link pessoal em um navegador:',
    link: 'Seu link pessoal:',
    qrCode: 'Código QR do seu link',
    scan: 'Escaneie para abrir no seu celular',
    notes: [
      'Abra o link no dispositivo com o qual você vai participar: ele pode não funcionar em outro.',
      'Se o seu endereço for solicitado, digite aquele para o qual este e-mail foi enviado.',
      'Guarde este e-mail até o fim da sessão, caso precise entrar de novo.',
      'O link vale até {{expiresAt}}.',
      'Ele é só para você: por favor, não o encaminhe.',
    ],
  },
  withdrawal: {
    subject: 'Seu convite para “{{roomTitle}}” foi cancelado',
    lead: 'Seu convite para esta sessão foi cancelado:',
    calendar: 'Seu link não funciona mais, e este e-mail remove o evento do seu calendário.',
    mistake: 'Se você acha que foi um engano, fale com {{inviterName}}.',
  },
  unsubscribe: {
    title: 'Não receber mais convites',
    question: 'Você quer que {{siteName}} pare de enviar convites para {{email}}?',
    button: 'Não enviar mais convites',
    done: '{{siteName}} não enviará mais convites para {{email}}.',
  },
};
