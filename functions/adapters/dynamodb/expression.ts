import { marshall, type NativeAttributeValue } from '@aws-sdk/util-dynamodb';

/** Makes placeholders for names and values, so that no name is a reserved word and no value is an injection. */
export class Expression {
  readonly #names: Record<string, string> = {};
  readonly #values: Record<string, NativeAttributeValue> = {};

  /** An attribute, or a nested one: `name('devices', thumbprint)`. */
  name(...path: string[]): string {
    return path
      .map(part => {
        const placeholder = `#n${Object.keys(this.#names).length}`;
        this.#names[placeholder] = part;
        return placeholder;
      })
      .join('.');
  }

  value(value: NativeAttributeValue): string {
    const placeholder = `:v${Object.keys(this.#values).length}`;
    this.#values[placeholder] = value;
    return placeholder;
  }

  /** `SET` clauses for the defined attributes of an object. */
  assign(attributes: Record<string, NativeAttributeValue>): string[] {
    return Object.entries(attributes)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => `${this.name(name)} = ${this.value(value)}`);
  }

  get parameters() {
    const values = marshall(this.#values, { removeUndefinedValues: true });
    return {
      ...(Object.keys(this.#names).length > 0 && { ExpressionAttributeNames: this.#names }),
      ...(Object.keys(values).length > 0 && { ExpressionAttributeValues: values }),
    };
  }
}
