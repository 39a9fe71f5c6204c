import { expect, it } from '@jest/globals';
import { QUESTIONS } from '../../../src/probe/run-probe.ts';
import { ASKED_SWITCHES } from '../../helpers/switch-settings.ts';

it('the probe asks for every switch of the sandbox that stands for an open question', () => {
  expect(QUESTIONS.map(({ asks }) => asks).sort()).toEqual(ASKED_SWITCHES);
});
