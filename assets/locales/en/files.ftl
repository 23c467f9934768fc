# Files of a dossier: scans, photographs, results
files-attach = Attach files
files-attach-to = Attach a file to { $paper }
files-choose = Choose files…
files-hint = Drag files onto this page, paste with Ctrl V, or choose them. PDF, JPEG, PNG, up to 20 MB each.
files-drop = Drop the files here
files-close-keeps = Nothing is attached yet. Closing puts the chosen files away; the originals stay as they are.
files-place = Belongs to
files-place-choose = Choose a paper
files-place-result = The result
files-place-none = None of the papers
files-place-missing = Nobody has said which paper this is. The file stays here. Choose a paper, the result, or “None of the papers”.
files-how = How it was had
files-how-scanned = Scanned or photographed here
files-how-reused = From the citizen's own store
files-how-reused-result = From the result of another dossier
files-discouraged = This paper says who somebody is: seeing and comparing it is enough, no picture is needed. A stored picture of a card is only a risk to the citizen.
files-compare-instead = Only record: seen and compared
files-attach-anyway = Attach the picture all the same
files-row-remove = Take { $name } out
files-sending = Sending { $name }
files-attached = { $count ->
    [one] One file attached.
    *[other] { $count } files attached.
    }
files-pasted = Pasted at { $time }
files-size-kb = { $size } KB
files-size-mb = { $size } MB
files-pages = { $count ->
    [one] one page
    *[other] { $count } pages
    }
files-none = No files yet.
files-of-result = the result
files-look = Look at { $name }
files-set-aside = Set { $name } aside
files-page-of = Page { $page }/{ $pages }
files-page-alt = Page { $page } of { $name }
files-previous-page = Previous page
files-next-page = Next page
files-larger = Larger
files-smaller = Smaller
files-digital-no = Not digitised
files-digital-scanned = Digitised
files-digital-reused = Reused
files-digital-reused-result = Reused from another result
files-digital-count = Digitised { $done }/{ $all }
files-identity = No copy needed
files-compared = Seen and compared
files-compared-by = { $at } · { $by }
