//! The slip of 80 mm: code, date and QR for printers of rolls, as bytes of the printer's own through a raw queue. It stands
//! beside the receipt and takes its place nowhere; its QR is the receipt's.

use desk_core::{
    dossier::{Accepted, Command, FormPrinted},
    ids::DossierId,
};
use desk_forms::{FormData, Reprint, ThermalData, thermal};
use desk_log::Head;

use crate::{account::Look, desk::Desk, error::AppError, print::Sheet, printing::ToPrint};

/// The form's name in the record.
pub const ROLL: &str = "thermal";

impl Desk {
    /// The queue that slips of 80 mm go to, where the desk has one.
    ///
    /// # Errors
    /// When nobody is signed in.
    pub fn roll_printer(&self) -> Result<Option<String>, AppError> {
        Ok(self.printer()?.roll)
    }

    /// The slip as a picture of its dots (PNG). Records nothing.
    ///
    /// # Errors
    /// When there is no such dossier, or the form cannot be drawn.
    pub fn roll_picture(&self, id: DossierId) -> Result<Vec<u8>, AppError> {
        let dossier = self.reader()?.dossier(id)?;
        let (_, data) = self.roll_of(id, dossier.accepted().ok_or(AppError::NoSuchDossier)?)?;
        self.note_look(Look::Paper, Some(id), 1)?;
        Ok(thermal::picture(&data)?.bytes)
    }

    /// Records a print of the slip as going to `to` and gives its bytes.
    ///
    /// # Errors
    /// When there is no such dossier, or the rules or the disk refuse.
    pub fn print_roll(&mut self, id: DossierId, to: &str) -> Result<ToPrint, AppError> {
        self.record_stands()?;
        let actor = self.actor()?;
        let dossier = self.reader()?.dossier(id)?;
        let accepted = dossier.accepted().ok_or(AppError::NoSuchDossier)?;
        let (head, data) = self.roll_of(id, accepted)?;
        let now = self.now();
        let on_paper = head.on_paper();
        let same = accepted.prints_of(ROLL).filter(|print| print.printed.head == on_paper).count();
        let reprint =
            (same > 0).then(|| Reprint { number: u32::try_from(same).unwrap_or(u32::MAX), at: now.naive_local() });
        let bytes = thermal::slip(&ThermalData { reprint, ..data })?;
        let last = accepted.prints_of(ROLL).last().map(|print| print.printed.number);
        let print = FormPrinted {
            form: ROLL.to_owned(),
            number: last.unwrap_or(0).saturating_add(1),
            copies: 1,
            to: to.to_owned(),
            proof: String::new(),
            head: on_paper,
            slip: None,
            replaces: None,
            at: now,
        };
        let (number, code) = (print.number, accepted.received.code.clone());
        self.decide_and_record(&actor, id, &dossier, Command::Print(print))?;
        let form = ROLL.to_owned();
        Ok(ToPrint { dossier: id, code, form, number, printer: to.to_owned(), sheet: Sheet::Roll, bytes })
    }

    /// A slip that shows whether a printer of rolls does what slips need: marks, the QR, the cut.
    ///
    /// # Errors
    /// What the printer of forms says.
    pub fn roll_test(&self) -> Result<Vec<u8>, AppError> {
        let data = ThermalData {
            office: "PHIẾU IN THỬ Ẳ Ẵ Ẫ Ệ Ổ Ỗ Ử Ữ Ự Đ".to_owned(),
            code: "000.00.00.H00-000000-0000".to_owned(),
            received: Some(self.now().naive_local()),
            due_text: "mọi dấu đều rõ, mã QR quét được, giấy được cắt".to_owned(),
            qr_text: Some("Một Cửa: phiếu in thử. Ẳẵẫ ửữự ệ ợ đ".to_owned()),
            demo: self.demo().is_some(),
            ..ThermalData::default()
        };
        Ok(thermal::slip(&data)?)
    }

    /// What the slip says: the receipt's own strings and QR.
    fn roll_of(&self, id: DossierId, accepted: &Accepted) -> Result<(Head, ThermalData), AppError> {
        let receipt = self.receipt_of(id, accepted)?;
        let said = |name: &str| word(&receipt.data, name);
        let data = ThermalData {
            office: said("desk"),
            code: accepted.received.code.clone(),
            remark: String::new(),
            received: Some(accepted.received.received_at.naive_local()),
            due_text: said("due"),
            return_by: said("return_by"),
            office_contact: said("office_contact"),
            head_on_paper: receipt.head.on_paper(),
            qr_text: receipt.data.qr.clone(),
            reprint: None,
            demo: self.demo().is_some(),
        };
        Ok((receipt.head, data))
    }
}

fn word(data: &FormData, name: &str) -> String {
    data.fields.get(name).cloned().unwrap_or_default()
}
