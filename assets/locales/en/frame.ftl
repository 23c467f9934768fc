# The frame, the words used everywhere, and the parts.
app-name = Một Cửa
demo-word = DEMO
loading = Loading
try-again = Try again
close = Close
cancel = Cancel
save = Save
why = How computed
not-counted = not counted

frame-menu = Open the list of screens
frame-search = Find a dossier, a person, a command…
frame-commands = Commands and go-to
frame-help = Help
frame-lock = Lock
frame-sign-out = Sign out
frame-region = Next region
frame-back = Back
frame-rail = Screens
frame-system = System
frame-lead = Oversight
frame-learn-key = The key { $key } does what was just clicked: { $label }
frame-hints = Keys that work now
commands-go = Go to
commands-do = Do

screen-today = Today
screen-intake = Intake
screen-dossier = Dossier
screen-register = Register
screen-figures = Local figures
screen-procedures = Procedures
screen-people = People
screen-settings = Settings
screen-status = This desk
screen-missing = This screen is not here.


idle-warning = The desk locks in about { $seconds } seconds. The draft is kept. Press any key to go on.

scan-unknown = What was scanned is neither an ID card nor a receipt. Nothing was changed. Scan again, or type the number into the box.
scan-receipt-elsewhere = Receipt { $code } is a dossier of another machine. The paper holds good. It will be here after a sync.

field-needed = Needed
field-show-password = Show what is typed
field-day-shape = day/month/year
field-problems = { $count ->
     [one] One thing to put right
     *[other] { $count } things to put right
     }
finder-nothing = Nothing found for “{ $text }”

word-code = Code
word-draft = Draft
word-submitter = Submitter
word-owner = Owner
word-procedure = Procedure
word-field = Field
word-status = Status
word-fee = Fees
word-printer = Printer
word-paper = Paper
word-unpublished = not published

weekday-0 = Sunday
weekday-1 = Monday
weekday-2 = Tuesday
weekday-3 = Wednesday
weekday-4 = Thursday
weekday-5 = Friday
weekday-6 = Saturday

status-draft = Draft
status-received = Received
status-in-progress = In progress
status-awaiting-papers = Awaiting papers
status-awaiting-payment = Awaiting payment
status-ready = Ready
status-returned = Returned
status-refused = Refused
status-stopped = Stopped
status-withdrawn = Withdrawn
status-void = Void

channel-in-person = In person
channel-post = Public post
channel-online = Online

role-clerk = Clerk
role-officer = Officer
role-supervisor = Supervisor
role-administrator = Administrator

need-always = Always needed
need-if = If its condition holds
need-one-of = One of a group
need-shown = Shown
need-unknown = Not known
field-time-shape = hh:mm
field-time-of = { $field }: time
screen-returns = Returns
screen-handover = Hand-over
