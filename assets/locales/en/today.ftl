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
today-totals = Today: received { $received } · fees { $fees }
today-person-dossiers = { $count ->
     [one] { $count } dossier
     *[other] { $count } dossiers
     }

counter-late = Late
counter-due-today = Due today
counter-unprinted = Not printed
counter-draft = Drafts

task-open = Open the dossier
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
when-saved-at = draft of { $at }
