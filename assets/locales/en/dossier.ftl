# Dossier
dossier-received-by = { $channel }, received { $at } · { $clerk }
dossier-act-print = Print the receipt
dossier-act-reprint = Reprint
dossier-act-print-again = Print again
dossier-act-save-pdf = Save PDF
dossier-act-same-person = New dossier, same person
dossier-act-repeat = Repeat the procedure
dossier-preview = Preview
dossier-preview-title = Receipt and appointment
dossier-preview-alt = Page { $page } of the receipt and appointment
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
dossier-fact-received = Received, number { $code }
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
dossier-reprint-of = { $form }, reprint { $number }
dossier-print-to = { $printer }, copies: { $copies }
dossier-print-to-file = PDF file
dossier-print-trouble = Dossier { $code } is not printed: { $reason }. The dossier is saved. Check the printer, then press { $key }.
dossier-print-unknown = the printer gave no reason
dossier-printing = Printing on { $printer }.
dossier-printed = Printed on { $printer }.
dossier-pdf-saved = PDF saved: { $path }

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
