import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { QUESTIONS } from '../../../src/probe/run-probe.ts';
import { defaultSwitches } from '../../../src/sandbox/switches.ts';
import { ASKED_SWITCHES } from '../../helpers/switch-settings.ts';

it('the probe asks for every switch of the sandbox that stands for an open question', () => {
  expect(QUESTIONS.map(({ asks }) => asks).sort()).toEqual(ASKED_SWITCHES);
});

describe('src/sandbox/BEHAVIOR.md', () => {
  const [facts = '', table = ''] = readFileSync('src/sandbox/BEHAVIOR.md', 'utf8').split('\n## Switches\n');
  const SOURCE = /\[[^\]]*\b(SDK|SNAP|SRC|DOC|ISS|UNV)\b/;

  it.each(ASKED_SWITCHES)('says of %s what is known, and where from', (name) => {
    expect(facts.split('\n').filter((line) => line.includes(`\`${name}`) && SOURCE.test(line))).not.toEqual(
      [],
    );
  });

  it.each(Object.keys(defaultSwitches))('has %s in the table of switches', (name) => {
    expect(table).toContain(`\`${name}\``);
  });
});
