//! Files of a dossier: scans, photos, results. Their bytes are judged and drawn by a process of its own, kept encrypted
//! under their hash, and durable before the entry that names them.

use desk_core::{
    dossier::{Act, Digitised},
    ids::DossierId,
};
use desk_forms::attach::{Judged, Limits, Refused};
use desk_store::{FileHash, Room, room};

use crate::{account::Look, desk::Desk, drawing::Drawing, error::AppError, life::Acted};

/// The most bytes of a file that is attached: what is longer need not be read.
pub const FILE_BYTES_MAX: u64 = Limits::USUAL.bytes;

/// A file somebody brings.
#[derive(Debug)]
pub struct Brought<'a> {
    /// Its name, for people; what it is, its bytes say.
    pub name: &'a str,
    /// Its bytes.
    pub bytes: &'a [u8],
    /// The paper it shows.
    pub paper: Option<u16>,
    /// True for a result.
    pub result: bool,
    /// How the paper is digitised by it.
    pub digitised: Digitised,
}

/// Judges what is brought, in a process of its own. Takes up to ten seconds and needs no desk.
///
/// # Errors
/// [`AppError::FileRefused`] with what is wrong with it; when the process does not start or answer.
pub fn judge_file(bytes: &[u8]) -> Result<Judged, AppError> {
    Drawing::by_this_program()?.judge(bytes)?.map_err(AppError::FileRefused)
}

/// A page (from 0) as a picture (PNG), at most `side` pixels high and wide, drawn in a process of its own. Needs no desk.
///
/// # Errors
/// When it cannot be drawn.
pub fn draw_file(bytes: &[u8], page: usize, side: u32) -> Result<Vec<u8>, AppError> {
    Ok(Drawing::by_this_program()?.draw(bytes, page, side)?)
}

impl Desk {
    /// Attaches a file to a dossier.
    ///
    /// # Errors
    /// [`AppError::FileRefused`] with what is wrong with it; [`AppError::DiskFull`] when there is no room for scans; what
    /// the rules or the disk say. Nothing names the bytes then.
    pub fn attach(&mut self, id: DossierId, brought: &Brought<'_>) -> Result<Acted, AppError> {
        self.may_attach()?;
        let judged = judge_file(brought.bytes)?;
        self.attach_judged(id, brought, &judged)
    }

    /// What stands against a new scan on this desk, before its bytes are looked at.
    ///
    /// # Errors
    /// When nobody is signed in, the record waits for a decision, or there is no room.
    pub fn may_attach(&self) -> Result<(), AppError> {
        self.record_stands()?;
        self.actor()?;
        match room(&self.paths.store)? {
            Room::Plenty | Room::Low => Ok(()),
            Room::NoNewScans | Room::NoNewDossiers => Err(AppError::DiskFull),
        }
    }

    /// Attaches what [`judge_file`] took.
    ///
    /// # Errors
    /// As [`Desk::attach`], but for the file itself.
    pub fn attach_judged(&mut self, id: DossierId, brought: &Brought<'_>, judged: &Judged) -> Result<Acted, AppError> {
        self.may_attach()?;
        let media = judged.media.name();
        let kept = self.store()?.files().put(brought.bytes, media, self.now())?;
        let name = desk_core::text::nfc_tidy(brought.name);
        let act = Act::AttachFile {
            hash: kept.hash.to_string(),
            name: if name.is_empty() { media.to_owned() } else { name },
            media: media.to_owned(),
            bytes: kept.bytes,
            pages: u32::try_from(judged.pages).unwrap_or(u32::MAX),
            paper: brought.paper,
            result: brought.result,
            digitised: brought.digitised,
        };
        self.act(id, act)
    }

    /// The bytes of a file that this dossier names.
    ///
    /// # Errors
    /// [`AppError::NoSuchFile`] when the dossier does not name it or its bytes are not here.
    pub fn file_bytes(&self, id: DossierId, hash: &str) -> Result<Vec<u8>, AppError> {
        self.actor()?;
        let dossier = self.reader()?.dossier(id)?;
        let accepted = dossier.accepted().ok_or(AppError::NoSuchDossier)?;
        // A hash alone opens nothing: the dossier must name it.
        if !accepted.files.iter().any(|file| file.attached.hash == hash) {
            return Err(AppError::NoSuchFile);
        }
        let hash: FileHash = hash.parse().map_err(|_| AppError::NoSuchFile)?;
        let bytes = self.store()?.files().get(&hash)?;
        self.note_look(Look::File, Some(id), 1)?;
        Ok(bytes)
    }

    /// Sweeps bytes that no dossier has named for thirty days; gives how many files went.
    ///
    /// # Errors
    /// When nobody is signed in or the disk refuses.
    pub fn sweep_files(&self) -> Result<usize, AppError> {
        let named = self.reader()?.files_named()?;
        let swept = self.store()?.files().sweep(|hash| named.contains(&hash.to_string()), self.now())?;
        Ok(swept.len())
    }
}

/// What is wrong with a file, as a code of the catalogue.
pub fn refused_code(refused: &Refused) -> &'static str {
    match refused {
        Refused::Empty => "file_empty",
        Refused::Unknown => "file_unknown",
        Refused::Bytes { .. } => "file_too_large",
        Refused::Pixels { .. } => "file_too_many_pixels",
        Refused::Pages { .. } => "file_too_many_pages",
        Refused::Unpacked { .. } => "file_bomb",
        Refused::Trailing { .. } => "file_trailing",
        Refused::Twofold => "file_twofold",
        Refused::Encrypted => "file_encrypted",
        Refused::Truncated | Refused::Broken => "file_broken",
    }
}
