# Bàn làm việc
today-box = Scan an ID card or a receipt, or type a name, number or code
today-counters = What is waiting
today-tasks = Tasks of the day by deadline
today-tasks-count = { $count ->
     [one] { $count } task
     *[other] { $count } tasks
     }
today-due = Due
today-task = To do
today-open-first = Open the first task
today-empty = No task is due. Scan an ID card to take in a dossier.
today-received = Today: received { $count }
today-returned = returned { $count }
today-closed = refused, stopped, withdrawn { $count }
today-guided = guided { $count }
today-turned-down = turned down { $count }
today-fees = fees { $fees }
today-fees-corrected = of which corrections and voids { $fees }
today-person-dossiers = { $count ->
     [one] { $count } dossier
     *[other] { $count } dossiers
     }

counter-late = Late
counter-due-today = Due today
counter-answered = Papers brought
counter-ready = Ready
counter-to-hand-over = To hand over
counter-unconfirmed = Unconfirmed
counter-waiting = With the citizen
counter-void-wanted = Void asked
counter-unprinted = Not printed
counter-draft = Drafts

task-open = Open the dossier
task-apologise = Apologise, new date
task-confirm = Confirm the hand-over
task-answered = Check the new papers
task-answer-overdue = Refuse, papers not brought
task-void = Decide on the void
task-collided = Say which decision holds
task-uncollected = Call the citizen
task-ready = Return result
task-finish-draft = Finish the draft
task-print = Print the receipt

when-late-today = late since { $time }
when-late-days = { $days ->
     [one] { $days } day late
     *[other] { $days } days late
     }
when-due-today = { $time } today
when-due-in-days = { $days ->
     [one] { $time } tomorrow
     *[other] { $at }
     }
when-no-due-date = no date
when-saved-at = saved { $at }
when-draft-old = left { $days } days: still wanted?
when-answered = papers brought { $day }
when-answer-overdue = papers overdue
when-void = void asked { $day }
when-collided = two machines decided apart
when-uncollected = ready since { $day }
when-ready = result of { $day }
when-confirm = unconfirmed { $day }
