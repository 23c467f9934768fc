import { expect, test } from 'vitest';
import { emptyForm, emptyParty } from './form';
import { stepOf } from './guide.svelte';

test('the_guide_goes_with_the_form_and_not_ahead_of_it', () => {
  const form = emptyForm();
  expect(stepOf(form, [], false)).toBe('person');
  form.owner = { ...emptyParty(), name: 'Bùi Văn Thành' };
  expect(stepOf(form, [], false)).toBe('procedure');
  form.procedure = '1.001193';
  expect(stepOf(form, [{ field: 'papers.0' }], false)).toBe('papers');
  expect(stepOf(form, [], false)).toBe('save');
  // What is missing elsewhere says itself at its field.
  expect(stepOf(form, [{ field: 'limit' }], false)).toBe('save');
  expect(stepOf(emptyForm(), [], true)).toBe('saved');
});
