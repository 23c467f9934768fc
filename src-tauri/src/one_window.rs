//! One window for each store: a second start raises the first one's window and ends.
//!
//! This is a courtesy. What keeps two programs out of one store is the store's own lock (desk-store); so every trouble
//! here ends in "go on alone".
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;

#[cfg(unix)]
pub(crate) use unix::{Claim, First, claim};

#[cfg(windows)]
pub(crate) use windows::{Claim, First, claim};

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::DirBuilderExt;
    use std::os::unix::net::{UnixListener, UnixStream};
    use std::path::PathBuf;

    use desk_app::Paths;

    /// Who this start is.
    pub(crate) enum Claim {
        /// The first on this store.
        First(First),
        /// Another one was there and has been asked to show itself.
        Raised,
    }

    /// The first start; it listens for later ones.
    pub(crate) struct First(Option<UnixListener>);

    impl First {
        /// Calls `raise` for every later start, from a thread of its own.
        pub(crate) fn on_second_start(self, raise: impl Fn() + Send + 'static) {
            let Some(listener) = self.0 else { return };
            std::thread::spawn(move || {
                for _knock in listener.incoming().flatten() {
                    raise();
                }
            });
        }
    }

    /// Knocks at the door of the program that has the same store; opens a door if nobody answers.
    pub(crate) fn claim(paths: &Paths) -> Claim {
        let Some(door) = door(paths) else { return Claim::First(First(None)) };
        if UnixStream::connect(&door).is_ok() {
            return Claim::Raised;
        }
        // Nobody listens: a door left by a program that was killed, or none.
        let _ = std::fs::remove_file(&door);
        Claim::First(First(UnixListener::bind(&door).ok()))
    }

    fn door(paths: &Paths) -> Option<PathBuf> {
        std::fs::DirBuilder::new().recursive(true).mode(0o700).create(&paths.state).ok()?;
        Some(paths.state.join(format!("window-{:016x}.sock", super::number_of(&paths.store))))
    }
}

#[cfg(windows)]
mod windows {
    use desk_app::Paths;
    use desk_windows::door::{self, Door};

    /// Who this start is.
    pub(crate) enum Claim {
        /// The first on this store.
        First(First),
        /// Another one was there and has been asked to show itself.
        Raised,
    }

    /// The first start; it hears later ones.
    pub(crate) struct First(Option<Door>);

    impl First {
        /// Calls `raise` for every later start, from a thread of its own.
        pub(crate) fn on_second_start(self, raise: impl Fn() + Send + 'static) {
            let Some(door) = self.0 else { return };
            std::thread::spawn(move || {
                while door.knock() {
                    raise();
                }
            });
        }
    }

    /// Knocks at the door of the program that has the same store; opens a door if there is none.
    pub(crate) fn claim(paths: &Paths) -> Claim {
        match door::claim(&format!("motcua-window-{:016x}", super::number_of(&paths.store))) {
            Ok(door::Claim::Knocked) => Claim::Raised,
            Ok(door::Claim::First(door)) => Claim::First(First(Some(door))),
            Err(_refused) => Claim::First(First(None)),
        }
    }
}

/// A number for a store. Two names of one folder are one store; one that is not made yet has only the name it will get.
fn number_of(store: &Path) -> u64 {
    let store = std::fs::canonicalize(store).unwrap_or_else(|_| store.to_owned());
    let mut hasher = DefaultHasher::new();
    store.hash(&mut hasher);
    hasher.finish()
}
