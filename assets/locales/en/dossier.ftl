# Dossier
dossier-received-by = { $channel }, received { $at } · { $clerk }
dossier-act-print = Print the receipt
dossier-act-reprint = Reprint
dossier-act-save-pdf = Save PDF
dossier-act-same-person = New dossier, same person
dossier-preview = Preview
dossier-previous = Previous dossier
dossier-next = Next dossier
dossier-list-start = This is the first dossier of the list.
dossier-list-end = This is the last dossier of the list.
dossier-left = { $span } left
dossier-late = { $span } late
dossier-span-days = { $count ->
    [one] one day
    *[other] { $count } days
    }
dossier-span-hours = { $count } h
dossier-span-minutes = { $count } min

dossier-history = Timeline
dossier-device = machine { $device }
dossier-fact-printed = Printed the { $form }, copies: { $copies }
dossier-fact-reprinted = Reprint { $number } of the { $form }, copies: { $copies }
dossier-fact-saved = Saved the { $form } as a PDF file
dossier-fact-print-done = The printer reported the print as done
dossier-fact-pdf-done = PDF file saved
dossier-fact-print-failed = Not printed: { $reason }
dossier-fact-unknown = Something recorded by a newer version ({ $kind }). Update the program to see it.
dossier-form-receipt = receipt
dossier-sync-waiting = Not sent to the province yet, safe on this machine.
dossier-sync-received = Received by the province.
dossier-duplicate-of = Received although there was dossier { $code }.

dossier-papers = Papers { $found }/{ $asked }
dossier-papers-none = No papers came with this dossier.
dossier-papers-rest = Not applicable: { $count }
dossier-paper-given = Given
dossier-paper-shown = Seen
dossier-paper-missing = Missing
dossier-paper-not-applicable = Not applicable
dossier-paper-unseen = Not looked at
dossier-originals = { $count ->
    [one] one original
    *[other] { $count } originals
    }
dossier-copies = { $count ->
    [one] one copy
    *[other] { $count } copies
    }
dossier-paper-reason = outside the catalogue, reason: { $reason }
dossier-sets = { $count ->
    [one] One set of papers
    *[other] { $count } sets of papers
    }

dossier-prints = Prints
dossier-prints-none = Not printed yet.
dossier-print-waiting = Printing
dossier-print-completed = Printed
dossier-print-failed = Not printed
dossier-print-saved = Saved as PDF
dossier-print-to = { $printer }, copies: { $copies }
dossier-print-to-file = PDF file
dossier-print-unknown = the printer gave no reason

dossier-due = Due
dossier-due-none = No date set by law
dossier-typed = Typed by the clerk. Reason: { $reason }
dossier-decision = By { $decision }
dossier-money = Fees
dossier-fee-free = Free
dossier-exempt = Ground of the exemption: { $reason }
dossier-paid-now = Paid at reception
dossier-paid-later = Paid at return
dossier-paid-online = Paid online
dossier-return-desk = Result at the one-stop desk
dossier-return-post = Result by public post
dossier-return-online = Result online

dossier-people = Submitter, owner, register
dossier-organisation = The organisation that owns the dossier
dossier-person-number = Personal number
dossier-person-birth = Date of birth
dossier-person-sex = Sex
dossier-person-phone = Phone
dossier-person-email = E-mail
dossier-person-address = Address
dossier-person-standing = Acts as
dossier-sex-male = Male
dossier-sex-female = Female
dossier-copied = This person's details are copied.
dossier-case = Case
dossier-book = Register
dossier-book-line = Book { $book }, line { $number }
dossier-form-set = Form set
dossier-set-tt01-2018 = Circular 01/2018/TT-VPCP
dossier-set-tt03-2025 = Circular 03/2025/TT-VPCP

# Timeline: a sentence for each kind; the line below says more.
dossier-fact-dossier-received = Received, number { $code }
dossier-fact-replaced = Printed the { $form } anew after a correction, copies: { $copies }
dossier-fact-dossier-handed-over = Handed over to { $to }
dossier-fact-hand-over-confirmed = The department confirmed the hand-over
dossier-fact-hand-over-refused = The department refused the hand-over, back to the desk
dossier-fact-work-began = Work began
dossier-fact-supplement-requested = Papers asked for, the time limit is suspended
dossier-fact-supplement-answered = Papers taken in, the time limit runs again
dossier-fact-payment-required = Payment asked for: { $what }, the time limit is suspended
dossier-fact-payment-settled = Paid by the citizen, the time limit runs again
dossier-fact-due-extended = Apology, new date { $due }
dossier-fact-dossier-refused = Refused
dossier-fact-dossier-stopped = Stopped
dossier-fact-dossier-withdrawn = Withdrawn by the citizen
dossier-fact-result-entered = Result: { $outcome }
dossier-fact-result-received = The result came to the one-stop desk
dossier-fact-result-returned = Result returned: { $collector }
dossier-fact-return-taken-back = Return taken back
dossier-fact-post-sent = Sent by post, item { $item }
dossier-fact-post-came-back = Brought back by the post
dossier-fact-dossier-corrected = Corrected: { $what }
dossier-fact-void-requested = Void of the number asked for
dossier-fact-dossier-voided = Number voided
dossier-fact-void-declined = Void declined
dossier-fact-fee-collected = Collected { $vnd }
dossier-fact-note-added = Note
dossier-fact-department-chased = Reminder to { $to }
dossier-fact-file-attached = File attached: { $name }
dossier-fact-file-set-aside = A file was set aside
dossier-fact-collision-settled = A supervisor said which decision holds
dossier-also-receiver = Received by { $receiver }
dossier-also-step = Step: { $step }
dossier-also-step-due = to be done by { $step_due }
dossier-also-items = { $items }
dossier-also-deadline = last day { $deadline }
dossier-also-supplement-answered-due = New due date { $due }
dossier-also-payment-settled-due = New due date { $due }
dossier-also-payment-required-vnd = { $vnd }
dossier-also-fee-collected-means = { $means }
dossier-also-notice = notice { $notice }
dossier-also-receipt = fee receipt { $receipt }
dossier-also-number = document { $number }
dossier-also-summary = { $summary }
dossier-also-result-returned-name = { $name }
dossier-also-post-sent-name = addressed to { $name }
dossier-also-because = { $because }
dossier-also-ground = Ground: { $ground }
dossier-also-requested-by = Asked for by { $requested_by }
dossier-also-decided-by = Decided by { $decided_by }
dossier-also-signer = Signed by { $signer }
dossier-also-reason = Reason: { $reason }
dossier-also-text = { $text }
dossier-outcome-granted = granted
dossier-outcome-declined = declined
dossier-collector-owner = collected by the owner
dossier-collector-authorised = collected by an authorised person
dossier-collector-without-receipt = collected without the receipt, with a commitment
dossier-collector-post = by public post
dossier-collector-online = online
dossier-particular-owner = Owner
dossier-particular-submitter = Submitter
dossier-particular-papers = Papers
dossier-particular-sets = Sets
dossier-particular-fee = Fees
dossier-particular-return-by = Place of return
dossier-particular-due = Due date
dossier-particular-channel = Channel
dossier-particular-result = Result

# What can be done, who has it
dossier-more = More
dossier-holder = Now at: { $holder }
dossier-holder-pending = Sent to { $holder }, not confirmed yet
dossier-holder-slip = slip { $slip }
dossier-holder-since = since { $at }
dossier-holder-step = step { $step }
dossier-closed-because = Reason: { $reason }
dossier-back-entry = Entered later from a paper book: { $source }
dossier-void-wanted = Somebody asks to void this number. Reason: { $reason }
dossier-void-waits = The supervisor has not decided yet.
dossier-outdated = Since a correction, the printed { $forms } says something else. Take the old copy back and print a new one.
dossier-outdated-print = Print the new { $form }
dossier-other-papers = Print another paper
dossier-form-print = Print { $form }
dossier-form-look = Look at { $form }
dossier-form-save = Save { $form } as PDF
dossier-preview-of = Preview: { $form }
dossier-preview-page = Page { $page } of { $form }

dossier-paused = Time limit suspended since { $at }
dossier-paused-papers = Waiting for the citizen's papers until { $deadline }
dossier-extended = { $times ->
    [one] Put off once; it was due { $was }
    *[other] Put off { $times } times; it was last due { $was }
    }
dossier-fee-taken = Taken { $vnd }
dossier-fee-taken-line = { $means } · { $at } · { $by }
dossier-fee-due = Still to be taken { $vnd }
dossier-payment-open = Waiting for the payment: { $what }
dossier-payment-settled = Paid: { $what }, fee receipt { $receipt }
dossier-result = Result
dossier-result-granted = Granted
dossier-result-declined = Declined
dossier-result-document = Number { $number } of { $date }
dossier-result-number = Number { $number }
dossier-result-date = Dated { $date }
dossier-result-signer = signed by { $signer }
dossier-result-at-desk = At the one-stop desk since { $at }
dossier-result-elsewhere = Not at the one-stop desk yet
dossier-result-post = With the post, item { $item }
dossier-result-came-back = { $times ->
    [one] Brought back by the post once
    *[other] Brought back by the post { $times } times
    }
dossier-result-returned = Returned { $at }: { $collector }
dossier-timeliness-early = Early
dossier-timeliness-on-time = On time
dossier-timeliness-late = Late
dossier-corrections = Corrections
dossier-correction-line = { $at } · { $by } · { $reason }
dossier-was-empty = empty
dossier-notes = Notes
dossier-note-plain = Note
dossier-note-contact = Contact with the citizen
dossier-note-identity-compared = Identity papers compared
dossier-note-chase = Reminder
dossier-files = Files
dossier-file-aside = set aside: { $reason }

# How a due date came about
due-weekday-0 = Sunday
due-weekday-1 = Monday
due-weekday-2 = Tuesday
due-weekday-3 = Wednesday
due-weekday-4 = Thursday
due-weekday-5 = Friday
due-weekday-6 = Saturday
due-weekday-short-0 = Sun
due-weekday-short-1 = Mon
due-weekday-short-2 = Tue
due-weekday-short-3 = Wed
due-weekday-short-4 = Thu
due-weekday-short-5 = Fri
due-weekday-short-6 = Sat
due-moment = { $time } { $weekday }, { $date }
due-day = { $weekday } { $date }
due-run = { $from }–{ $to }
due-why-received = Received
due-why-received-counted = Received, this day counts
due-why-reception-moved = Counts as received on this day
due-why-working = Working day { $n }
due-why-working-run = Working days { $from } to { $to }
due-why-open-day = A working day
due-why-calendar = Day { $n }
due-why-calendar-run = Days { $from } to { $to }
due-why-swapped = Swapped working day ({ $name }), day { $n }
due-why-swapped-off = Swapped working day ({ $name })
due-why-weekly-off = Weekly day off
due-why-waited = Working day spent waiting for the citizen
due-why-holiday = Holiday: { $name }
due-why-closed = Office closed: { $name }
due-why-rolled-forward = Ended on a day off, moved to this working day
due-why-after-cutoff = Received after the cut-off, due on this working day
due-why-answered = The citizen answered or showed the receipt
due-why-answer-moved = Taken as answered on this day
due-counted-from = Counted from { $at }
due-end = Due at { $time }
due-none = The law sets no date
due-provisional = Provisional: days off in this period are not officially published yet.

# Why nothing was printed
print-reason-no-spooler = this machine has no print service. Tell the administrator, or save the PDF.
print-reason-printer-missing = the chosen printer is not there. Check cable and power, or choose another printer in Settings.
print-reason-printer-stopped = the printer is stopped. Check paper, toner and lid, then print again.
print-reason-job-refused = the printer did not take the job. Print again, or save the PDF.
print-reason-job-lost = the printer lost the job. Print again.
print-reason-job-canceled = the job was cancelled at the printer. Print again if needed.
print-reason-job-aborted = the printer broke the job off. Check it, then print again.
print-reason-no-printer-chosen = no printer is chosen in Settings. Choose one and print again, or save the PDF.
print-reason-form-cannot-be-drawn = the page could not be drawn. The dossier is safe; tell the administrator.
