//! One window for each store: a second start raises the first one's window and ends.
//!
//! This is a courtesy. What keeps two programs out of one store is the store's own lock (desk-store); so every trouble
//! here ends in "go on alone".
#[cfg(unix)]
pub(crate) use unix::{Claim, First, claim};

#[cfg(not(unix))]
pub(crate) use other::{Claim, First, claim};

#[cfg(unix)]
mod unix {
    use std::hash::{DefaultHasher, Hash, Hasher};
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
        // Two names of one folder are one store. A store that is not made yet has only the name it will get.
        let store = std::fs::canonicalize(&paths.store).unwrap_or_else(|_| paths.store.clone());
        let mut hasher = DefaultHasher::new();
        store.hash(&mut hasher);
        Some(paths.state.join(format!("window-{:016x}.sock", hasher.finish())))
    }
}

#[cfg(not(unix))]
mod other {
    use desk_app::Paths;

    /// Who this start is; without a way to knock, always the first.
    pub(crate) enum Claim {
        /// The first, as far as is known here.
        First(First),
        /// Never made on this system yet.
        #[allow(
            dead_code,
            reason = "the Windows door is not built yet; the store's lock still refuses a second program"
        )]
        Raised,
    }

    /// The first start.
    pub(crate) struct First;

    impl First {
        /// Nothing knocks on this system yet.
        pub(crate) fn on_second_start(self, _raise: impl Fn() + Send + 'static) {}
    }

    /// Always the first.
    pub(crate) fn claim(_paths: &Paths) -> Claim {
        Claim::First(First)
    }
}
