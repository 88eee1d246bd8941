type Mail = { subject: string; destination: { to: string[] }; body: { html: string; text: string } };

/** The mails to an address, from the list at the URL `store`. */
export async function mailsTo(address: string, store: string): Promise<Mail[]> {
  const { emails } = (await (await fetch(store)).json()) as { emails: Mail[] };
  return emails.filter(({ destination }) => destination.to.includes(address));
}
