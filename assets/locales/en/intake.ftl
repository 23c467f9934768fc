# Intake
intake-title = Receive a dossier
intake-primary = Save and print
intake-new = New dossier
intake-same = Same person again
intake-repeat = Repeat the procedure
intake-save-draft = Save draft
intake-preview = Preview
intake-check-all = All checked
intake-side = Due date, fees, preview
intake-ready = Nothing more is needed. Press { $key } to save and print.
intake-undone = The last change was undone.

intake-person-title = 1 Submitter
intake-person-box = Scan the ID card, or type number, phone or name
intake-known = Known person ({ $count ->
    [one] one dossier
    *[other] { $count } dossiers
    })
intake-known-last = { $count ->
    [one] one dossier
    *[other] { $count } dossiers
    }, last { $date }
intake-scan-unknown = What was scanned is not an ID card. Nothing has changed. Scan again, or type.
intake-person-personal-number = Personal number
intake-person-name = Full name
intake-person-birth-date = Date of birth
intake-person-sex = Sex
intake-person-address = Address
intake-person-phone = Phone
intake-person-email = E-mail
intake-organisation-personal-number = Number of the organisation
intake-organisation-name = Name of the organisation
intake-sex-unknown = Not given
intake-sex-male = Male
intake-sex-female = Female
intake-owner-kind = Owner
intake-owner-self = The submitter
intake-owner-other = Another person
intake-owner-organisation = An organisation
intake-owner-title = Owner of the dossier
intake-organisation-title = The organisation that owns the dossier
intake-owner-close = The submitter is the owner
intake-standing = Submits for the owner as
intake-standing-hint = For example: authorised, father, mother, guardian
intake-doubtful = The scan is not certain here. Compare with the card, correct if wrong.
intake-raw = As scanned: { $text }
intake-confirm = Correct
intake-confirm-field = Correct: { $field } is as on the card
intake-before = Last time: { $value }
intake-use-before = Use
intake-use-before-field = Use “{ $value }” from last time for { $field }

intake-procedure-title = 2 Procedure
intake-procedure-box = 2 Procedure: abbreviation, code or words
intake-procedure-off = not switched on in this office
intake-channel = Channel
intake-case = Case
intake-case-choose = Choose the case
intake-sets = Sets

intake-papers-title = 3 Papers
intake-papers-found = Required { $found }/{ $needed }
intake-papers-empty = Choose a procedure to see its papers.
intake-no-papers = The catalogue names no papers for this procedure.
intake-paper-number = No.
intake-paper-name = Paper
intake-originals = Orig.
intake-copies = Copy
intake-paper-state = State
intake-paper-given = Given
intake-paper-shown = Seen
intake-paper-missing = Missing
intake-paper-not-applicable = Not applicable
intake-paper-unseen = Not looked at
intake-need-if = If: { $condition }
intake-asked-originals = { $count ->
    [one] one original
    *[other] { $count } originals
    }
intake-asked-copies = { $count ->
    [one] one copy
    *[other] { $count } copies
    }
intake-originals-of = { $count } originals, { $name }
intake-copies-of = { $count } copies, { $name }
intake-state-of = { $state }, { $name }
intake-keys-state = turns the state
intake-keys-count = count
intake-extra = Outside the catalogue
intake-extra-unnamed = (paper without a name)
intake-extra-add = Add a paper outside the catalogue
intake-extra-name = Paper outside the catalogue
intake-extra-reason = Why it is needed
intake-extra-remove = Remove the paper { $name }

intake-duplicate = This person already has a dossier for the same procedure: { $code }, received { $date }, { $status }.
intake-duplicate-open = Open
intake-duplicate-receive = Receive all the same
intake-duplicate-reason = Choose a reason
intake-duplicate-reason-another-matter = Another matter than the first
intake-duplicate-reason-another-copy = A further set of papers
intake-duplicate-reason-first-withdrawn = The first is being withdrawn
intake-duplicate-reason-asked-again = The citizen asks to submit again

intake-due-title = Result due
intake-due-empty = Choose a procedure to see the due date.
intake-due-none = No date set by law
intake-due-jump = Received up to { $until }: due { $before }; after it: { $after }.
intake-typed = Limit typed by the clerk
intake-return-by = Result by
intake-return-desk = At the one-stop desk
intake-return-post = Public post
intake-return-online = Online
intake-limit-needed = No single time limit is known for this procedure. Type a limit or a date, with the reason.
intake-limit-by-case = This procedure has several cases: choose the case first, the limit may follow from it.
intake-limit-source = The catalogue says: { $text }
intake-limit-decision = By { $decision }
intake-limit-earlier = Set an earlier date
intake-limit-latest = The latest the law allows: { $date }
intake-limit-count = Number
intake-limit-way = Counted in
intake-limit-wd = Working days
intake-limit-cd = Days
intake-limit-mo = Months
intake-limit-wh = Working hours
intake-limit-date = A date
intake-limit-day = Due day
intake-limit-time = Time
intake-limit-reason = Reason
intake-limit-marked = Recorded as typed by the clerk
intake-limit-drop = Drop the earlier date
intake-limit-wrong = “{ $typed }” is not a limit. The rest is kept. Type a number from 1; half days (,5) only as working days.

intake-fee-free = Free
intake-fee-choices = Published figures
intake-paid = Payment
intake-paid-now = At reception
intake-paid-later = At return
intake-paid-online = Online
intake-exempt = Exempt
intake-exempt-reason = Ground of the exemption

intake-preview-title = Receipt and appointment
intake-preview-alt = Preview of the receipt and appointment
intake-preview-empty = With a submitter and a procedure the preview appears here.
intake-preview-none = The preview could not be drawn. Saving and printing are not affected.

intake-saved-printing = Saved { $code }. Printing on { $printer }.
intake-saved-sent = Saved { $code }. Sent to { $printer }; the printer has not said how it ended.
intake-saved-printed = Saved { $code }. { $copies ->
    [one] One copy
    *[other] { $copies } copies
    } printed.
intake-saved-pdf = Saved { $code }. The receipt is in { $path }.
intake-saved-unprinted = Saved { $code }. Not printed: { $reason }
intake-slip-unprinted = The 80 mm slip is not printed: { $reason } Open the dossier to print it again.
intake-saved-due = Due { $due }
intake-print-unknown = no printer took the job. Press Ctrl P to print again, or save the PDF.
intake-print-again = Print again
intake-save-pdf = Save PDF
intake-open-saved = Open the dossier

intake-drafts = Drafts ({ $count })
intake-drafts-title = Unfinished drafts
intake-drafts-none = There are no drafts.
intake-draft-nobody = No submitter yet
intake-draft-no-procedure = No procedure yet
intake-draft-saved = saved { $at } · { $by }
intake-draft-old = seven days old
intake-draft-kept = Draft saved.
intake-draft-kept-at = Draft saved by itself { $at }
intake-draft-failed = The draft could not be saved. What you typed is still on the screen; trying again.
intake-draft-discard = Delete the draft
intake-draft-discard-of = Delete the draft of { $name }
intake-draft-discard-title = Delete this draft?
intake-draft-discard-text = The draft of { $name } will be gone for good. Received dossiers are not affected.

intake-numbers-few = { $count } dossier numbers left at this counter. Ask the supervisor for more.
intake-numbers-none = This counter has no dossier numbers left. The draft is kept. Ask the supervisor for more, then press F9.

intake-problem-name-missing = The owner's name is missing. The rest is kept. Scan the card or type the name.
intake-problem-procedure-missing = No procedure is chosen. The rest is kept. Type an abbreviation, code or words, then Enter.
intake-problem-case-missing = The procedure has several cases. The rest is kept. Choose the case.
intake-problem-sets-out-of-range = Sets are 1 to 99. The rest is kept. Correct the number of sets.
intake-problem-paper-missing = This paper is always needed and is not there. The rest is kept. Take it in and press Space, or save a draft and wait.
intake-problem-papers-missing = This paper is always needed and is not there. The rest is kept. Take it in and press Space, or save a draft and wait.
intake-problem-paper-unseen = This paper has not been looked at. The rest is kept. Press Space, or F8 when all are there.
intake-problem-reason-missing = A reason is needed here. The rest is kept. Type the reason.
intake-problem-limit-needed = There is no time limit. The rest is kept. Type a number of days or a date, with the reason.
intake-problem-limit-is-known = The limit of this procedure is set. The rest is kept. Only an earlier date can be typed.
intake-problem-date-in-the-past = The date is in the past. The rest is kept. Type a date after now.
intake-problem-later-than-the-law = The date is later than the law allows. The rest is kept. Type an earlier one; later needs an extension after reception.
intake-problem-fee-not-allowed = The amount is not among the published figures. The rest is kept. Type a published figure, or the ground of an exemption.
intake-problem-bad-number = A personal number has 12 digits, an old ID card 9, a passport one letter and 7 or 8 digits. The rest is kept. Correct it by the papers.
intake-problem-bad-rule = This limit cannot be read. The rest is kept. Type a number from 1.
intake-problem-rule-or-date = Either a limit or a date, not both. The rest is kept. Drop one.
intake-problem-never-open = The office has no working hours for this procedure. The rest is kept. Type a date with the reason, and tell the supervisor.
intake-problem-no-such-paper = The catalogue has no such paper any more. The rest is kept. Choose the procedure again.
intake-problem-numbers-used-up = This counter has no dossier numbers left today. The draft is kept. Ask the supervisor for more, then press again.
intake-problem-beyond-calendar = The due date cannot be computed: the working calendar is known only from { $from } to { $until }. The rest is kept. Type a date, with the reason.
intake-problem-doubtful = The scan is not certain here. The rest is kept. Compare with the card and press Correct, or change it.
intake-problem-duplicate = There is a dossier for the same procedure. The rest is kept. Open it, or choose why this one is received.
intake-problem-bad-date = This date is not in the calendar. The rest is kept. Correct it by the papers, for example 05031990.

intake-warning-number-place = The first three digits of the personal number are no known province. Compare with the papers.
intake-warning-number-birth-year = The personal number and the year of birth do not agree. Compare with the papers.
intake-warning-number-sex = The personal number and the sex do not agree. Compare with the papers.
intake-warning-phone-ended = Phone numbers that begin like this ended in 2018. Ask for the new number.
intake-warning-phone-unknown = This phone number looks like no mobile or local number. Compare it.
intake-warning-name-digits = The name has digits in it. Compare it with the papers.
intake-warning-not-printable = Some letters are not in the fonts of the printed forms: on paper they come out as □. Write them in the Vietnamese alphabet.
intake-warning-email-shape = This e-mail address has no @. Compare it.
intake-problem-of-paper = { $name }: { $problem }
intake-leave-guidance = Guide
intake-leave-refusal = Refuse
intake-leave-title-guidance = Guidance for a citizen who comes again
intake-leave-title-refusal = Refusal to receive
intake-leave-note-guidance = Nothing is received and no number is given. The citizen takes the slip and comes back with the papers.
intake-leave-note-refusal = Nothing is received and no number is given. The slip states the reason and the legal ground.
intake-leave-reason-guidance = Reason
intake-leave-reason-refusal = Reason of the refusal
intake-leave-ground = Legal ground
intake-leave-ground-hint = article, clause, document
intake-leave-primary-guidance = Print the guidance
intake-leave-primary-refusal = Print the refusal
intake-left-guidance = { $name } was guided, slip { $slip }.
intake-left-refusal = The dossier of { $name } was refused, slip { $slip }.
intake-leave-no-printer = No printer is chosen, so the slip is not printed. Show it, or choose a printer in Settings.
intake-leave-draft-kept = What was typed stays in the draft for when the citizen comes back.
intake-leave-show = Show the slip
intake-leave-hide = Hide the slip
intake-leave-discard = Throw the draft away
intake-back-entry = From the paper book
intake-back-entry-note = Entering a dossier that was received on paper. The due date counts from the true receipt; it is marked as entered later and reviewed the same day.
intake-back-entry-received = Received at
intake-back-entry-source = Book and line on paper
intake-back-entry-source-hint = for example: book 2/2024, line 115
intake-problem-not-in-the-past = The true time of receipt must be past. Everything else is kept. See the line in the paper book.
intake-problem-book-line-missing = Book and line of the paper book are missing. Everything else is kept. Write them as they stand there.
intake-problem-received-missing = The true day and time of receipt are missing. Everything else is kept. Type them as the paper book has them.
intake-alike-title = Two people alike
intake-alike-same-number = Dossier { $code } of { $date } has this number under another name. Check the number, then say whether they are one person.
intake-alike-same-name = Dossier { $code } of { $date } has somebody of the same name and birth date under another number. Say whether they are one person.
intake-alike-what = Particular
intake-alike-here = On this form
intake-alike-there = In dossier { $code }
intake-alike-one = One person
intake-alike-two = Two people
intake-alike-said-one = Noted as one person with the owner of { $code }
intake-alike-said-two = Noted as somebody else than the owner of { $code }
intake-alike-said-by = { $said } · { $by }, { $at }
intake-alike-change-one = Correct: one person
intake-alike-change-two = Correct: two people
intake-alike-goes-on = You may save and print without an answer; it is asked again next time.
