-- The received part is as it was; of the indexes over every line only that of the lanes is touched.
UPDATE dossiers SET
    heads = ?2, doc = ?3, lane = ?4, turn = ?5,
    due = ?6, status = ?7, prints = ?8, print_state = ?9, holder = ?10,
    pending = ?11, handed = ?12, resolved = ?13, at_desk = ?14, posted = ?15,
    ended = ?16, collector = ?17, asked = ?18, answered = ?19, extended = ?20,
    corrected = ?21, void_wanted = ?22, cash = ?23, collided = ?24
WHERE row = ?1
