import { expect, it } from '@jest/globals';
import { sayDifferences } from '../../../src/template/say-differences.ts';

it('tells a remedy once, behind all that it is for', () => {
  const note = (line: number, reason: string, remedy: string) => ({
    location: { file: 'template.yaml', line, column: 3 },
    reason,
    remedy,
  });
  const notes = [note(1, 'a', 'nothing'), note(2, 'b', 'set it'), note(3, 'c', 'nothing')];
  const rest = { taken: [], serviceRoles: [], others: [], rules: [], outputs: [] };
  expect(sayDifferences({ notes, ...rest })).toBe(
    '\nOther than CloudFormation makes it:\n  - 1:3 a\n  - 3:3 c\n      nothing\n  - 2:3 b\n      set it\n',
  );
});
