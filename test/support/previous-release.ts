/**
 * Data of the release that stored the id key together with the link keys: its secret, and values that it computed.
 * Recorded once with the code of that release. The keys are used nowhere else.
 */
export const previousRelease = {
  linkKeys: {
    invitationIdKey: 'iStPRwInwG797w7DmvmBL9R_xwWVr97y4lnrW5ZrFOA',
    keys: [
      {
        kty: 'oct',
        kid: '1',
        signsFrom: '1970-01-01T00:00:00.000Z',
        k: 'FsQfuEvwgO-CC0uKxFPCRpErBeW-k1bpxbx3M_vYubY',
      },
    ],
  },
  person: { site: 'previous', room: 'bio-101', email: 'previous@example.edu', locale: 'en' },
  invitationId: '7441f99708f8a3fa02db954284d559c3',
  addressId: '82a251cf7426b235522122dfdefbb831',
  linkId: '0123456789abcdef0123456789abcdef',
  linkToken:
    'eyJhbGciOiJIUzI1NiIsImtpZCI6IjEifQ.dEH5lwj4o_oC25VChNVZwwEjRWeJq83vASNFZ4mrze9wcmV2aW91cyMxI2Jpby0xMDE.Uv1R2V9Vo_dy0rrWy2udMEVwJTkS06MC6XtnAYiYTPE',
  unsubscribeToken:
    'eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..tpiDE5net0oHumm2.Q7qGuQSKAgKkoSvFglW1ZkBf0Qx7blKgQEOddtEeenriCeXEtceMVpH3tD5WwD8dUK5pJPqitWLzTMfxkdIdwA.r_3FueIuaLJt5XvHWe0HCA',
};
