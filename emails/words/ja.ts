import type { Words } from './en.ts';

export const ja: Words = {
  locale: 'ja',
  dir: 'ltr',
  roles: { viewer: '視聴者', speaker: '登壇者', moderator: 'モデレーター' },
  greeting: '{{fullName}} 様',
  title: '「{{roomTitle}}」',
  invitation: {
    subject: '{{inviterName}} さんから「{{roomTitle}}」への招待',
    lead: {
      viewer: '{{inviterName}} さんから、次のセッションに視聴者として招待されました。',
      speaker: '{{inviterName}} さんから、次のセッションに登壇者として招待されました。',
      moderator: '{{inviterName}} さんから、次のセッションにモデレーターとして招待されました。',
    },
    abilities: {
      viewer:
        'セッションを視聴し、チャットに参加したり、投票などのインタラクションに回答したり、Q&Aで質問したりできます。',
      speaker:
        'セッションでのご登壇をお願いいたします。インタラクションやQ&Aにも参加でき、バックチャンネルでほかの運営メンバーと連絡を取ることができます。',
      moderator:
        'セッションの進行をお手伝いいただきます。投票などのインタラクションを開始し、Q&Aに対応し、バックチャンネルで登壇者と連絡を取ることができます。',
    },
    planned: '{{startsAt}} に始まります。',
    plannedHint: '当日までこのメールを保管してください。カレンダーの予定を添付しています。',
    early: '{{opensAt}} から入室できます。',
    open: 'セッションはただいま開催中です。どうぞご参加ください。',
    start: '開始：{{startsAt}}',
    end: '終了：{{endsAt}}',
    anytime: '{{expiresAt}} まで、いつでも入室できます。',
    button: { open: '今すぐ参加する', otherwise: '招待を開く' },
    copy: 'または、専用リンクをブラウザーにコピーしてください。',
    link: '専用リンク：',
    qrCode: '専用リンクのQRコード',
    scan: 'スマートフォンで開くには、このコードを読み取ってください',
    notes: [
      'リンクは参加に使う端末で開いてください。ほかの端末では使えないことがあります。',
      'メールアドレスの入力を求められたら、このメールが届いたアドレスを入力してください。',
      'もう一度入室する場合に備え、セッションが終わるまでこのメールを保管してください。',
      'リンクの有効期限：{{expiresAt}}',
      'このリンクはご本人専用です。転送しないでください。',
    ],
  },
  withdrawal: {
    subject: '「{{roomTitle}}」への招待が取り消されました',
    lead: '次のセッションへの招待が取り消されました。',
    calendar: 'リンクは使えなくなりました。このメールにより、カレンダーの予定も削除されます。',
    mistake: '誤りと思われる場合は、{{inviterName}} さんにお問い合わせください。',
  },
  unsubscribe: {
    title: '招待メールの配信停止',
    question: '{{siteName}} から {{email}} への招待メールを停止しますか？',
    button: '招待メールを停止する',
    done: '今後、{{siteName}} から {{email}} に招待メールは送信されません。',
  },
};
