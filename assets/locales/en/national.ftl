# The national export, a file of Báo cáo.
national-save = National file (.json)
national-saved = { $count } dossiers received in the period are in { $path }. Nothing was sent.
national-lacks = Lacking against the national shape: { $total }
national-lead = By the shape of DongBoHoSoMC before 01/07/2025; the present one is unconfirmed. The file holds these dossiers all the same.
national-whole = No dossier lacks anything of the shape.
national-dossier = Dossier
national-field = Field
national-what = What
national-lacks-missing = not in the record
national-lacks-shape = of another shape
national-lacks-too-long = too long
national-lacks-unknown = no field of the shape
