# Practice
practice-word = Practice
practice-begin = Practise
practice-end = Leave practice
practice-text = A store of its own with made-up people and dossiers, to learn by hand or to show somebody new. Every page and every paper is marked. Nothing in it mixes with real dossiers or goes to the province. Locking or signing out leaves it.
error-practising = This is practice or a demo already. Nothing has changed. Go on practising here. (LT-01)
error-not-practising = The desk is at the real record, not in practice. Nothing has changed. Go on with the work. (LT-02)
error-not-in-practice = This is not done in practice: nothing is sent, backed up, or given a password there. Nothing has changed. Leave practice and do it then. (LT-03)
help-practice-title = Practice
help-practice-text = Settings, or the menu at your name: “Practise”. The desk opens a store of its own with made-up people and dossiers, the same keys and the same papers. The top edge is striped amber, the unit's name has the word Practice beside it, and papers carry BẢN THỬ. ¶ “Leave practice” leads back to the real work. The practice store stays for the next time.
guide-label = Guided practice of an intake
guide-step = Step { $step } of { $steps }.
guide-off = No more hints
guide-person = Scan the identity card, or type a number, a phone or a name into the box above. Somebody already known appears right below it: Enter takes them. For somebody new, fill in the name.
guide-procedure = Type an abbreviation such as dkks, a code or some words of the procedure’s name, then Enter. Papers, limit and fee appear with their reasons.
guide-papers = F8 marks the papers that are always needed. On a line, Space turns given, missing, does not apply; digits set the copies.
guide-save = Look at the date and the preview beside it, then F9. The number is on disk before the printer hears of it; a broken printer loses nothing.
guide-saved = The first dossier is done. F3 finds it again by the name without marks; on its page F9 is always the next step. Do it again as often as you like: this is the practice store.
