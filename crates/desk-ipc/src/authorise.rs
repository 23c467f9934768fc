//! Who may call what. Roles are looked up in the log at every call, never remembered.

use desk_core::office::Role;

/// Who may call a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Anyone at the screen, also before set-up and behind a lock.
    Anyone,
    /// Whoever is signed in, in any role.
    SignedIn,
    /// Whoever holds one of these roles.
    Roles(&'static [Role]),
}

/// Who calls.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Caller {
    /// Nobody is signed in.
    Nobody,
    /// Somebody is, but the desk is locked.
    Locked,
    /// A person with the roles that the log gives them now.
    Person(Vec<Role>),
}

impl Access {
    /// Nothing when the caller may; else the code of the message.
    pub fn refuses(&self, caller: &Caller) -> Option<&'static str> {
        match (self, caller) {
            (Access::Anyone, _) => None,
            (Access::SignedIn | Access::Roles(_), Caller::Nobody) => Some("not_signed_in"),
            (Access::SignedIn | Access::Roles(_), Caller::Locked) => Some("locked"),
            (Access::SignedIn, Caller::Person(_)) => None,
            (Access::Roles(allowed), Caller::Person(held)) => {
                if held.iter().any(|role| allowed.contains(role)) {
                    None
                } else {
                    Some("not_allowed")
                }
            }
        }
    }
}
