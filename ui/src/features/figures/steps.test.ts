import { expect, test } from 'vitest';
import { emptyStep, stepsText } from './steps';

test('steps_are_written_a_line_each_and_blank_rows_are_none', () => {
  const steps = [
    { name: ' Thẩm định ', department: 'Tư pháp – Hộ tịch', limit: '0,5' },
    emptyStep(),
    { name: 'Trình | ký', department: '', limit: '4 giờ' },
  ];
  expect(stepsText(steps)).toBe('Thẩm định|Tư pháp – Hộ tịch|0.5wd\nTrình / ký||4wh');
  expect(stepsText([emptyStep()])).toBe('');
});
