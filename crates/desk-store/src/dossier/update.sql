-- The received part is as it was, and so is the place in the lane or set after this: no index over every line is touched.
UPDATE dossiers SET
    heads = ?2, doc = ?3,
    due = ?4, status = ?5, prints = ?6, print_state = ?7, holder = ?8,
    pending = ?9, handed = ?10, resolved = ?11, at_desk = ?12, posted = ?13,
    ended = ?14, collector = ?15, asked = ?16, answered = ?17, extended = ?18,
    corrected = ?19, void_wanted = ?20, cash = ?21, collided = ?22, pending_since = ?23, in_charge = ?24
WHERE row = ?1
