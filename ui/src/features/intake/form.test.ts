import { describe, expect, test } from 'vitest';
import type { CardFields, PaperRow, PersonHit } from '../../lib/ipc/generated/types';
import {
  allChecked, atDesk, controlOf, emptyForm, emptyParty, fieldOfText, fromCard, halfFilled, inState, isEmpty, leftDay, neededControls, nextNeeded, nextState, ownerKind,
  papersOf, rawOf, reconciled, rowsOf, ruleOf, setProcedure, splitRule, withCount, withOwner,
} from './form';

const card: CardFields = {
  personal_number: '017190001234', old_number: null, name: 'Quách Thị Mỹ Duyên', birth_date: '1990-03-05', sex: 'Nữ', address: 'Xóm Cú, Tử Nê', issued: '2021-05-10',
};

function row(change: Partial<PaperRow> = {}): PaperRow {
  return {
    index: 0, name: 'Tờ khai', group: null, need: 'always', condition: null, originals_asked: 1, copies_asked: null, state: 'unseen', originals: 0, copies: 0,
    reason: null, checked_state: 'given', ...change,
  };
}

describe('person', () => {
  test('the_card_comes_first_and_what_differs_is_offered_beside_it', () => {
    const known: PersonHit = { party: { ...emptyParty(), name: 'Quách Thị Mỹ Duyên', address: 'Xóm Bin, Tử Nê', phone: '0987654321', birth_date: '1990-03-05' }, dossiers: 3, last_at: '' };
    const { party, differences } = fromCard(card, known);
    expect(party.address).toBe('Xóm Cú, Tử Nê');
    expect(party.phone).toBe('0987654321');
    expect(party.birth_date).toBe('05/03/1990');
    expect(differences).toEqual([{ field: 'address', known: 'Xóm Bin, Tử Nê' }]);
  });

  test('what_is_typed_into_the_person_box_goes_where_it_belongs', () => {
    const check = (typed: string, field: string, value: string): void => expect(fieldOfText(typed), typed).toEqual({ field, value });
    check('017190001234', 'personal_number', '017190001234');
    check('017 190 001 234', 'personal_number', '017190001234');
    check('113456789', 'personal_number', '113456789');
    check('0987 654 321', 'phone', '0987654321');
    check('+84987654321', 'phone', '+84987654321');
    check('  Bùi   Văn  Thành ', 'name', 'Bùi Văn Thành');
  });

  test('the_person_at_the_desk_stays_when_the_owner_becomes_another_and_back', () => {
    const form = { ...emptyForm(), owner: { ...emptyParty(), name: 'Bùi Văn Thành' }, doubtful: ['owner.name'] };
    const other = withOwner(form, 'other');
    expect(other.owner.name).toBe('');
    expect(atDesk(other).party.name).toBe('Bùi Văn Thành');
    expect(other.doubtful).toEqual(['submitter.name']);
    const firm = withOwner(other, 'organisation');
    expect(ownerKind(firm)).toBe('organisation');
    expect(atDesk(firm).party.name).toBe('Bùi Văn Thành');
    const back = withOwner(firm, 'self');
    expect(back.owner).toEqual({ ...emptyParty(), name: 'Bùi Văn Thành' });
    expect(back.submitter).toBeNull();
    expect(back.doubtful).toEqual(['owner.name']);
  });

  test('the_raw_text_beside_a_field_is_its_own_part_of_the_scan', () => {
    const raw = '017190001234||Quachs Thij|05031990|Nu|Xom Cu|10052021';
    expect(rawOf(raw, 'name')).toBe('Quachs Thij');
    expect(rawOf(raw, 'address')).toBe('Xom Cu');
    expect(rawOf('017190001234|Quachs Thij', 'name')).toBe('017190001234|Quachs Thij');
  });

  test('days_are_tidied_on_leaving_and_what_is_no_day_stays_as_typed', () => {
    const today = { year: 2024, month: 3, day: 5 };
    for (const typed of ['05031990', '5/3/90', '5.3.1990']) expect(leftDay(typed, today)).toBe('05/03/1990');
    expect(leftDay('31/02/1990', today)).toBe('31/02/1990');
  });
});

describe('papers', () => {
  test('space_turns_a_paper_through_its_states', () => {
    const check = (need: string, states: string[]): void => {
      let one = row({ need });
      for (const state of states) {
        one = inState(one, nextState(one));
        expect(one.state).toBe(state);
      }
    };
    check('always', ['given', 'missing', 'not_applicable', 'given']);
    check('shown', ['shown', 'missing', 'not_applicable', 'shown']);
  });

  test('what_is_there_has_sheets_and_what_is_missing_has_none', () => {
    const check = (asked: [number | null, number | null], counts: [number, number]): void => {
      const given = inState(row({ originals_asked: asked[0], copies_asked: asked[1] }), 'given');
      expect([given.originals, given.copies]).toEqual(counts);
      const missing = inState(given, 'missing');
      expect([missing.originals, missing.copies]).toEqual([0, 0]);
    };
    check([1, null], [1, 0]);
    check([null, null], [1, 0]);
    check([null, 2], [0, 2]);
    check([2, 1], [2, 1]);
    check([0, 0], [1, 0]);
  });

  test('a_count_typed_on_a_paper_not_looked_at_makes_it_given', () => {
    expect(withCount(row(), 'originals', 2)).toMatchObject({ state: 'given', originals: 2 });
    expect(withCount(row({ state: 'missing' }), 'copies', 1)).toMatchObject({ state: 'given', copies: 1 });
    expect(withCount(row({ state: 'given', originals: 1 }), 'originals', 0)).toMatchObject({ state: 'given', originals: 0 });
    expect(withCount(row(), 'originals', 12345).originals).toBe(999);
  });

  test('f8_gives_every_paper_the_state_the_desk_names_and_keeps_counts_already_typed', () => {
    const rows = allChecked([row({ originals: 3 }), row({ index: 1, need: 'shown', checked_state: 'shown' }), row({ index: 2, need: 'if', checked_state: 'not_applicable' })]);
    expect(rows.map((one) => [one.state, one.originals])).toEqual([['given', 3], ['shown', 1], ['not_applicable', 0]]);
  });

  test('what_the_clerk_changed_lies_over_the_checked_rows_and_papers_outside_the_catalogue_follow', () => {
    const checked = [row(), row({ index: 1, name: 'Giấy chứng sinh' })];
    const extra = { index: null, name: 'Đơn riêng', state: 'given', originals: 1, copies: 0, reason: 'cần' };
    const rows = rowsOf(checked, [...papersOf([row({ index: 1, state: 'missing' })]), extra]);
    expect(rows.map((one) => [one.name, one.state])).toEqual([['Tờ khai', 'unseen'], ['Giấy chứng sinh', 'missing'], ['Đơn riêng', 'given']]);
  });

  test('another_case_brings_its_own_papers_and_keeps_what_both_have', () => {
    const papers = papersOf([row({ state: 'given', originals: 1 }), row({ index: 1, state: 'missing' })]);
    const next = reconciled([row(), row({ index: 5, name: 'Hợp đồng' })], papers);
    expect(next.map((one) => [one.index, one.state])).toEqual([[0, 'given'], [5, 'unseen']]);
    expect(reconciled([row(), row({ index: 1 })], papers)).toBe(papers);
    expect(reconciled([row()], [])).toEqual([]);
  });
});

describe('limit', () => {
  test('typed_numbers_become_rules_or_nothing', () => {
    const check = (typed: string, unit: 'wd' | 'cd' | 'mo' | 'wh', rule: string | undefined): void => expect(ruleOf(typed, unit), typed).toBe(rule);
    check('3', 'wd', '3wd');
    check('0,5', 'wd', '0.5wd');
    check('3.5', 'wd', '3.5wd');
    check('20', 'cd', '20cd');
    check('1', 'mo', '1mo');
    check('4', 'wh', '4wh');
    check('0', 'wd', undefined);
    check('2,5', 'cd', undefined);
    check('-1', 'wd', undefined);
    check('ba', 'wd', undefined);
    check('12345', 'wd', undefined);
    expect(splitRule('3.5wd')).toEqual({ number: '3,5', unit: 'wd' });
    expect(splitRule(null)).toEqual({ number: '', unit: 'wd' });
  });
});

describe('the way of Enter', () => {
  test('fields_named_by_the_desk_have_a_control', () => {
    const check = (field: string, id: string): void => expect(controlOf(field)).toBe(id);
    check('owner.birth_date', 'owner-birth_date');
    check('submitter.party.name', 'submitter-name');
    check('papers.3', 'papers');
    check('limit.due', 'limit');
    check('due', 'limit');
    check('fee_vnd', 'fee_vnd');
    check('duplicate', 'duplicate-reason');
  });

  test('enter_goes_on_through_what_is_empty_and_never_to_what_is_filled', () => {
    const form = emptyForm();
    form.owner = { ...form.owner, personal_number: '017190001234', name: 'Bùi Văn Thành', birth_date: '05/03/1990', address: 'Xóm Cú' };
    const problems = [{ field: 'procedure' }];
    expect(neededControls(form, problems)).toEqual(['owner-phone', 'procedure']);
    expect(nextNeeded(form, problems, 'person-box')).toBe('owner-phone');
    expect(nextNeeded(form, problems, 'owner-phone')).toBe('procedure');
    const later = { ...setProcedure(form, '1.001193') };
    expect(nextNeeded(later, [{ field: 'papers.0' }], 'procedure')).toBe('papers');
    expect(nextNeeded(later, [], 'procedure')).toBeUndefined();
  });

  test('a_ticked_exemption_without_its_ground_is_not_passed_over', () => {
    expect(halfFilled({ ...emptyForm(), exemption: ' ' }).map((one) => one.field)).toEqual(['exemption']);
    expect(halfFilled({ ...emptyForm(), exemption: 'Hộ nghèo' })).toEqual([]);
    expect(halfFilled(emptyForm())).toEqual([]);
  });

  test('after_the_last_field_it_comes_back_only_to_what_stops_the_save', () => {
    const form = setProcedure(emptyForm(), '1.001193');
    expect(nextNeeded(form, [{ field: 'owner.name' }], 'papers')).toBe('owner-name');
    expect(nextNeeded(form, [], 'papers')).toBeUndefined();
  });

  test('another_procedure_forgets_what_belonged_to_the_first', () => {
    const form = { ...emptyForm(), procedure: '1', case: 'x', papers: papersOf([row()]), limit: { rule: '3wd', due: null, reason: 'a' }, fee_vnd: 8000 };
    expect(setProcedure(form, '2')).toMatchObject({ procedure: '2', case: null, papers: [], limit: null, fee_vnd: null });
    expect(setProcedure(form, '1')).toBe(form);
    expect(isEmpty(form)).toBe(false);
    expect(isEmpty(emptyForm())).toBe(true);
  });
});
