# Register
register-title = Dossier register and search
register-box = Name, code, ID number or phone
register-all = All
register-chip-year = Year
register-chip-field = Field
register-chip-status = Status
register-chip-due = Due
register-due-late = Late
register-due-today = Today
register-due-week = Next seven days
register-drop = Drop the filter { $chip }
register-sort = Order
register-sort-newest = Newest first
register-sort-due = Due first
register-sort-owner = By name
register-count = { $count ->
    [one] 1 dossier
    *[other] { $count } dossiers
    }
register-count-more = More than { $count } dossiers
register-columns = Columns
register-column-status = Status
register-column-code = Dossier code
register-column-book = Book/line
register-column-owner = Owner
register-column-personal-number = Personal number
register-column-address = Address
register-column-phone = Phone
register-column-procedure = Procedure
register-column-field = Field
register-column-sets = Sets
register-column-received = Received
register-column-due = Due
register-column-clerk = Received by
register-book = { $book } – { $number }
register-due-none = no date
register-mark-late = Late
register-mark-soon = Due soon
register-open = Open the dossier
register-reprint = Reprint
register-pane = The chosen dossier
register-pane-empty = Choose a row to see its summary.
register-pane-dates = Received { $received } · due { $due }
register-empty = The register is empty. F2 receives a dossier.
register-empty-text = No dossier matches “{ $text }”. Try fewer words, or the end of the code.
register-empty-chip = No dossiers. The filter { $chip } excludes most: without it there are { $count }.
register-empty-chips = No dossier matches the filters chosen.
