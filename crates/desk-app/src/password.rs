//! What a password must be: 15 characters or more, not one that everybody uses. No composition rules, no forced
//! change (NIST SP 800-63B-4).

use desk_core::text::fold;

/// Fewest characters of a password.
pub const LEAST: usize = 15;
/// Most characters; beyond it nobody types, somebody attacks.
pub const MOST: usize = 256;

/// Why a password is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WeakPassword {
    /// Fewer than [`LEAST`] characters.
    #[error("the password is too short")]
    Short,
    /// More than [`MOST`] characters.
    #[error("the password is too long")]
    Long,
    /// One that is tried first by anyone who guesses.
    #[error("the password is a common one")]
    Common,
}

impl WeakPassword {
    /// The code of the message.
    pub fn code(self) -> &'static str {
        match self {
            WeakPassword::Short => "password_short",
            WeakPassword::Long => "password_long",
            WeakPassword::Common => "password_common",
        }
    }
}

/// Pieces that long but common passwords are made of; a password that is nothing but these is refused.
const COMMON: &[&str] = &[
    "password",
    "matkhau",
    "motcua",
    "hoabinh",
    "phutho",
    "vietnam",
    "qwertyuiop",
    "qwerty",
    "asdfghjkl",
    "asdfgh",
    "zxcvbnm",
    "zxcvbn",
    "1234567890",
    "0123456789",
    "123456789",
    "12345678",
    "1234567",
    "123456",
    "12345",
    "1234",
    "123",
    "987654321",
    "654321",
    "321",
    "abc",
    "abcd",
    "abcdef",
    "admin",
    "administrator",
    "welcome",
    "iloveyou",
    "anhyeuem",
    "emyeuanh",
    "congdan",
    "tiepnhan",
    "supervisor",
    "changeme",
    "letmein",
    "dragon",
    "monkey",
    "football",
    "111",
    "222",
    "000",
];

/// Whether a password is good enough for `login`.
///
/// # Errors
/// What is wrong with it.
pub fn check(password: &str, login: &str) -> Result<(), WeakPassword> {
    let count = password.chars().count();
    if count < LEAST {
        return Err(WeakPassword::Short);
    }
    if count > MOST {
        return Err(WeakPassword::Long);
    }
    let mut rest: String = fold(password).chars().filter(|c| c.is_alphanumeric()).collect();
    let mut distinct: Vec<char> = rest.chars().collect();
    distinct.sort_unstable();
    distinct.dedup();
    if distinct.len() < 5 {
        return Err(WeakPassword::Common);
    }
    let login = fold(login);
    if login.len() >= 3 {
        rest = rest.replace(&login, "");
    }
    for piece in COMMON {
        rest = rest.replace(piece, "");
    }
    // What a guesser has not already written down must be more than a few letters.
    if rest.chars().count() < 6 { Err(WeakPassword::Common) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_long_and_not_a_common_one() {
        let check = |password, expected| assert_eq!(check(password, "huong"), expected, "{password}");
        check("nương ngô chín vàng", Ok(()));
        check("correct horse battery", Ok(()));
        check("mười bốn chữ..", Err(WeakPassword::Short));
        check("passwordpassword", Err(WeakPassword::Common));
        check("MatKhau123456789", Err(WeakPassword::Common));
        check("aaaaaaaaaaaaaaaaaaaa", Err(WeakPassword::Common));
        check("huonghuonghuong1", Err(WeakPassword::Common));
        check(&"dài ".repeat(100), Err(WeakPassword::Long));
    }
}
