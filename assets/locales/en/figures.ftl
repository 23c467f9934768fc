# Số liệu riêng, thủ tục, máy này
figures-title = Local figures
figures-text = Limits, fees and needed papers by the province's decisions. Only what is entered here counts as this office's own.
figures-procedure = Procedure
figures-procedure-hint = Abbreviation, code or some words of its name.
figures-known = In force now
figures-set = Entered
figures-none = Nothing is entered yet.
figures-new = Enter a figure
figures-kind = Kind
figure-kind-limit = Limit
figure-kind-fee = Fee
figure-kind-need = Need of a paper
figure-kind-process = Process
figure-kind-second-stage = Second stage
figures-channel = Channel
figures-any-channel = Every channel
figures-case = Case
figures-any-case = Every case
figures-paper = Paper
figures-value = Value
figures-limit-count = Count
figures-limit-unit = Unit
figures-limit-time = Received before
figures-fee-free = Free
figures-fee-amount = Amount
figures-need = Need
figures-condition = Condition or group
figures-step = Step { $n }
figures-step-name = Name of the step
figures-step-department = Department
figures-step-days = Working days
figures-step-hint = half a day is 0.5; for hours type 4 giờ
figures-step-add = Add a step
figures-step-remove = Remove step { $n }
figures-steps = { $count } steps
figures-decision = Decision
figures-decision-hint = Number and date of the document, such as 12/2024/NQ-HĐND of …
figures-from = In force from
figures-to = Until (if stated)
figures-save = Save the figure
figures-saved = The figure is saved
figures-origin-reference = by the national data
figures-origin-local = by this office's figure
figures-origin-typed = typed by a clerk
figures-read-only = Only a supervisor enters figures.

rule-wd = { $n ->
     [one] { $n } working day
     *[other] { $n } working days
     }
rule-wh = { $n ->
     [one] { $n } working hour
     *[other] { $n } working hours
     }
rule-cd = { $n ->
     [one] { $n } day
     *[other] { $n } days
     }
rule-mo = { $n ->
     [one] { $n } month
     *[other] { $n } months
     }
rule-same-day = same day when received before { $time }
rule-none = no limit
rule-half = half a working day
rule-unit-wd = working days
rule-unit-wh = working hours
rule-unit-cd = calendar days
rule-unit-mo = months
rule-unit-same-day = same day
rule-unit-none = no limit

fee-is-free = free

procedures-title = Procedures this desk takes in
procedures-text = Switch on what the office takes in; they come first at intake.
procedures-find = Find by code, name, field
procedures-only-on = Only those switched on
procedures-on = On
procedures-off = Off
procedures-switch-on = Switch this one on
procedures-switch-off = Switch this one off
procedures-count = { $shown } of { $total } procedures
procedures-empty = No procedure matches. Take words out of the box, or untick “Only those switched on”.

status-title = This desk
status-unit = Unit
status-counter = Counter
status-device = Device
status-entries = Entries in the log
status-numbers-left = Numbers left today
status-folder = Data folder
status-version = Version
status-clock = Clock of the desk
status-sync = Sync
status-demo = Demo
status-verify = Check the log
status-verify-text = Reads the whole log again: chain, signatures and every body. Work goes on meanwhile.
status-verify-ok = The log is whole: { $entries } entries.
status-verify-faults = The log has { $count } faults. Nothing was deleted. Tell the administrator and do not overwrite the data folder.
status-third = Open software under the Apache 2.0 licence.
procedures-code = Code
fault-log-fault = Log: { $what }
settle-title = A supervisor decides
settle-look = Look and decide
settle-decision = What was checked, what is decided
settle-decision-hint = These words go into the log with the name of who decided.
settle-number = Last number given on paper today
settle-number-hint = The last four digits of the newest receipt; 0 when none was given.
settle-decide = Record the decision and go on
settle-done = The decision is recorded
procedures-fields = Fields
procedures-all-fields = All fields
procedures-own = Abbreviation
procedures-own-label = My own abbreviation
procedures-own-hint = The first letters of the words always work: { $initials }
procedures-own-bad = An abbreviation is 1 to 12 letters without marks or digits, not used for another procedure. The old one is kept. Type it again.
procedures-own-saved = The abbreviation { $text } is saved for { $name }.
procedures-own-gone = The own abbreviation of { $name } is gone.
procedures-since = in force since { $day }
procedures-until = until { $day }
procedures-as-of = source of { $as_of }
procedures-figures = { $count } figures of the office
procedures-figures-none = no figures of the office
procedures-open-figures = Papers, fees, limits

# Parameters of the office
parameters-title = Parameters of the office
parameters-text = What the law leaves open or only the office knows. What was recorded or printed keeps the parameters of its day.
parameters-none = Not set
parameters-supplement-policy = Date after the citizen has answered
parameters-supplement-policy-shift = Add the days of waiting
parameters-supplement-policy-restart = Count again from the start
parameters-compare = Early, on time, late
parameters-compare-day = Compared by day
parameters-compare-minute = Compared by minute
parameters-phone = Phone printed on slips
parameters-signer = Who signs apologies and notices
parameters-what = Parameter
parameters-value = Value
parameters-from = From the day
parameters-decision = Basis, if any
parameters-save = Set the parameter
parameters-saved = The parameter is set.
parameters-history = What was set
parameters-since = from { $day }, set by { $by }
parameters-bad-from = The day must not lie before today.
parameters-bad-value = No value was chosen, or it is longer than 120 characters.
