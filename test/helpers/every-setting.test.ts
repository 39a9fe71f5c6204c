import { expect, it } from '@jest/globals';
import { defaultSwitches, type Switches } from '../../src/sandbox/switches.ts';
import { EVERY_SETTING, OTHER_SETTINGS } from './every-setting.ts';

const names = Object.keys(defaultSwitches) as (keyof Switches)[];

it('every switch of the sandbox is tried at another setting than its default', () => {
  expect(Object.keys(OTHER_SETTINGS).sort()).toEqual([...names].sort());
  for (const name of names) {
    const others = OTHER_SETTINGS[name].map((value) => JSON.stringify(value));
    expect([name, others.length > 0, others.includes(JSON.stringify(defaultSwitches[name]))]).toEqual([
      name,
      true,
      false,
    ]);
  }
});

it('every setting changes one switch', () => {
  expect(Object.values(EVERY_SETTING).filter((setting) => Object.keys(setting).length !== 1)).toEqual([]);
});
