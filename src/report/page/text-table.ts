/** How many characters of documents a page has: it is to stay under 3 MB. */
const MOST_CHARACTERS = 1_200_000;

/** The texts of a page, each once. The most dangerous rows come first, so that theirs find room. */
export class TextTable {
  readonly #texts = new Map<string, number>();
  #left = MOST_CHARACTERS;

  /** The index of a text; undefined where there is no room for it. */
  add(text: string): number | undefined {
    const known = this.#texts.get(text);
    if (known !== undefined) return known;
    const size = JSON.stringify(text).length;
    if (size > this.#left) return undefined;
    this.#left -= size;
    const index = this.#texts.size;
    this.#texts.set(text, index);
    return index;
  }

  get all(): readonly string[] {
    return [...this.#texts.keys()];
  }
}
