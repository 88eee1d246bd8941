/** Copies a field's text. @returns the status to show */
export async function copy(field: HTMLInputElement): Promise<string> {
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
    return 'Copied.';
  } catch {
    return 'The link is selected: copy it with your keyboard or menu.';
  }
}
