/** Ids of documents and examples: they are public. */
const PUBLISHED = [
  '00000000000000000000000000000000',
  '0102030405060708090a0b0c0d0e0f10',
  '11111111111111111111111111111111',
  '123456781234123412341234567890ab',
  '12345678123412341234123456789abc',
  '12345678123412341234123456789012',
  '123e4567e89b12d3a456426614174000',
  '123e4567e89b12d3a456426655440000',
  '3fa85f6457174562b3fc2c963f66afa6',
  '550e8400e29b41d4a716446655440000',
  '6ba7b8109dad11d180b400c04fd430c8',
  '7c9e6679742540de944be07fc1f90ae7',
  'a1b2c3d4567890abcdefexample11111',
  'a1b2c3d4e5f67890abcdef1234567890',
  'c232ab00941411ecb3c89f6bdeced846',
  // The hashes of nothing.
  'd41d8cd98f00b204e9800998ecf8427e',
  'da39a3ee5e6b4b0d3255bfef95601890afd80709',
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  'f47ac10b58cc4372a5670e02b2c3d479',
  'f81d4fae7dec11d0a76500a0c91e6bf6',
  'ffffffffffffffffffffffffffffffff',
];

/** Rows of keyboards and alphabets, in both directions. */
const ROWS = [
  'qwertyuiopasdfghjklzxcvbnm',
  'qwertzuiopasdfghjklyxcvbnm',
  'azertyuiopqsdfghjklmwxcvbn',
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm',
  '1q2w3e4r5t6z7u8i9o0p',
  '1q2w3e4r5t6y7u8i9o0p',
  'q1w2e3r4t5y6u7i8o9p0',
  'a1b2c3d4e5f6g7h8i9j0',
  'abcdefghijklmnopqrstuvwxyz',
  'abcdefghijklmnopqrstuvwxyz0123456789',
  '0123456789abcdefghijklmnopqrstuvwxyz',
  '01234567890123456789',
  '0123456789abcdef0123456789abcdef',
].flatMap((row) => [row, row.split('').reverse().join('')]);

/**
 * Whether a text is one that a person thinks of: words, a date, a row of the keyboard, an example out of a document.
 *
 * @returns what it is, for a sentence; undefined of what looks random
 */
export function guessableAs(text: string): string | undefined {
  const plain = text
    .toLowerCase()
    .replace(/^0x/, '')
    .replace(/[^a-z0-9]/g, '');
  if (PUBLISHED.includes(plain)) return 'is an example from published documents';
  if (repeats(plain)) return 'is easy to guess: it repeats itself';
  if (isRow(plain) || isRowsInTurn(plain) || isDoubledRow(plain))
    return 'is easy to guess: it is made of rows of the keyboard or the alphabet';
  if (isDate(plain.replace(/^(\d{8})t(\d*)z?$/, '$1$2'))) return 'is easy to guess: it is a date';
  const isMadeOfWords = isWords(text) || isJoined(plain) || hasPassword(plain, text);
  return isMadeOfWords ? 'is easy to guess: it is made of words' : undefined;
}

/** Each form is looked for in one pass: the text is whatever an author writes, and of any length. */
function repeats(plain: string): boolean {
  return isShortUnit(plain) || isLongUnit(plain) || isRuns(plain);
}

/** `abcabcabcabc`, with the beginning of one more. */
function isShortUnit(plain: string): boolean {
  return [1, 2, 3, 4].some((size) => {
    let end = size;
    while (end < plain.length && plain[end] === plain[end - size]) end += 1;
    const units = Math.floor(end / size);
    return units > 1 && plain.length - units * size <= 3;
  });
}

/** `deadbeefdeadbeef`, `hunter2hunter2`. Of letters and digits mixed, half of what comes twice is still a secret. */
function isLongUnit(plain: string): boolean {
  const period = periodOf(plain);
  if (period >= plain.length || plain.length % period !== 0) return false;
  return /^(?:[a-z]+|\d+)$/.test(plain) || isWords(plain.slice(0, period));
}

/** The least number of characters by which a text can be moved so that it fits itself (Knuth, Morris and Pratt). */
function periodOf(text: string): number {
  const borders = [0];
  for (let end = 1; end < text.length; end += 1) {
    let border = borders[end - 1] ?? 0;
    while (border > 0 && text[border] !== text[end]) border = borders[border - 1] ?? 0;
    borders.push(text[border] === text[end] ? border + 1 : 0);
  }
  return text.length - (borders.at(-1) ?? 0);
}

/** `111222333` */
function isRuns(plain: string): boolean {
  const runs = plain.match(/(.)\1*/g) ?? [];
  return runs.length > 0 && runs.every((run) => run.length > 2);
}

function isRow(plain: string): boolean {
  return ROWS.some((row) => row.includes(plain));
}

/** `aabbccddeeff` */
function isDoubledRow(plain: string): boolean {
  const runs = plain.match(/(.)\1*/g) ?? [];
  return runs.every((run) => run.length > 1) && isRow(runs.map((run) => run.slice(0, 1)).join(''));
}

/** `abc123456`, `qwerty1234`: each run of letters and of digits is a part of a row. */
function isRowsInTurn(plain: string): boolean {
  const runs = plain.match(/[a-z]+|[0-9]+/g) ?? [];
  return runs.every((run) => run.length > 2 && isRow(run));
}

function isDate(digits: string): boolean {
  const year = '(?:19|20)\\d\\d';
  const month = '(?:0[1-9]|1[0-2])';
  const day = '(?:0[1-9]|[12]\\d|3[01])';
  const forms = [`${year}${month}${day}`, `${day}${month}${year}`, `${month}${day}${year}`];
  return forms.some((form) => new RegExp(`^${form}(?:\\d{2}|\\d{4}|\\d{6})?$`).test(digits));
}

/** More words than this, of which each is a choice, are as good as random. */
const MOST_WORDS = 4;

/** Words that stand in many external ids and add nothing. */
const USUAL = new Set(
  'my our the a of for and to aws amazon iam id ids external externalid ext role access account integration vendor customer client company corp inc ltd prod production dev test staging stage secret key token default password unique random http https www com net org io'.split(
    ' ',
  ),
);

/** `my-external-id`, `acme-corp`, `Datadog_Integration_2024`: words that can be spoken, and short or counting numbers. */
function isWords(text: string): boolean {
  const parts = text
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((part) => part !== '');
  const split = parts.map((part) => /^([a-z]*)(\d*)$/.exec(part));
  if (split.some((match) => match === null)) return false;
  const words = split.flatMap((match) => (match?.[1] ? [match[1]] : []));
  const numbers = split.flatMap((match) => (match?.[2] ? [match[2]] : []));
  if (words.length === 0 || !numbers.every(isPlainNumber)) return false;
  return (
    words.every((word) => USUAL.has(word) || isSpoken(word)) &&
    words.filter((word) => !USUAL.has(word)).length <= MOST_WORDS
  );
}

/** Words that can be written in hexadecimal digits, as those do who make up an id. */
const HEXADECIMAL = new Set(
  'babe bad bade beef cab cafe c0de c0ffee coffee dad dead deaf deed f00d face facade fade fee feed food'.split(
    ' ',
  ),
);

/** `vendorexternalid`, `deadbeefcafe`: usual words without anything between them. */
function isJoined(plain: string): boolean {
  const words = [...USUAL, ...HEXADECIMAL].filter((word) => word.length > 1);
  const reached = new Set([0]);
  for (let at = 0; at < plain.length; at += 1) {
    if (!reached.has(at)) continue;
    for (const word of words) if (plain.startsWith(word, at)) reached.add(at + word.length);
  }
  return reached.has(plain.length);
}

const PASSWORDS = ['password', 'passwort', 'passw0rd', 'letmein', 'changeit', 'welcome', 'admin'];

/** What is left of a usual password and a few characters around it, `P@ssw0rd1`, is soon tried. */
function hasPassword(plain: string, text: string): boolean {
  const letters = text
    .toLowerCase()
    .replaceAll('@', 'a')
    .replaceAll('$', 's')
    .replace(/[^a-z0-9]/g, '');
  const found = PASSWORDS.find((one) => plain.includes(one) || letters.includes(one));
  return found !== undefined && plain.length - found.length <= 4;
}

function isPlainNumber(digits: string): boolean {
  return digits.length <= 4 || isDate(digits) || '01234567890123456789'.includes(digits);
}

/** Words have vowels, and seldom five consonants in a row. */
function isSpoken(word: string): boolean {
  if (word.length <= 3) return true;
  if (isRow(word)) return true;
  const vowels = word.replace(/[^aeiouy]/g, '').length;
  return word.length <= 14 && vowels / word.length >= 0.2 && !/[^aeiouy]{5}/.test(word);
}
