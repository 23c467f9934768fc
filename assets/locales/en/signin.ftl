# Mở khóa
signin-title = Sign in
signin-unlock-title = Unlock
signin-locked-text = The desk is locked. The draft is kept.
signin-people = People of this desk
signin-person-locked = Locked
signin-password = Password of { $name }
signin-pin = 6-digit PIN of { $name }
signin-enter = Enter
signin-unlock = Unlock
signin-by-password = Use the password
signin-wait = Wait { $seconds } s, then try again.
signin-locked-help = { $name } is locked after five wrong tries. Nothing was deleted. Ask a supervisor to sign in and reset the password under People. The only supervisor uses the recovery code.
signin-use-recovery = Use the recovery code
signin-recovery-title = Open { $name } again by the recovery code
signin-recovery-code = Recovery code
signin-recovery-hint = The code copied down at the first run.
signin-recovery-open = Set the new password and enter

secret-password = Password
secret-new-password = New password
secret-old-password = Present password
secret-password-hint = At least 15 characters. A short sentence is best; pasting and showing are allowed.
secret-new-pin = New PIN, 6 digits
