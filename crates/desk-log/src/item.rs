//! An entry as it stands in files and on the wire: the array of three of `docs/formats/export.md` section 2.

use crate::{
    cbor::{NotCanonical, Reader, head_bytes},
    entry::{BODY_BYTES_MAX, COSE_BYTES_MAX},
};

pub(crate) const NULL: u8 = 0xf6;

/// An entry's three parts as they came, nothing of them checked but their sizes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// The COSE_Sign1 bytes.
    pub cose: Vec<u8>,
    /// Salt and body; none when they were erased.
    pub content: Option<([u8; 16], Vec<u8>)>,
}

impl Item {
    /// Appends the item's bytes.
    pub fn write(&self, out: &mut Vec<u8>) {
        let content = self.content.as_ref().map(|(salt, body)| (salt, body.as_slice()));
        write_item(out, &self.cose, content);
    }

    /// Reads one item off the front. Nothing is allocated but what is there.
    ///
    /// # Errors
    /// When what stands there is not one whole item within the sizes that entries have.
    pub fn read(from: &mut Reader<'_>) -> Result<Item, NotCanonical> {
        if from.array()? != 3 {
            return Err(NotCanonical::Shape);
        }
        let cose = from.bytes(COSE_BYTES_MAX)?;
        let content = match from.bytes_or_null(16)? {
            Some(salt) => {
                let salt = salt.try_into().map_err(|_| NotCanonical::Shape)?;
                Some((salt, from.bytes(BODY_BYTES_MAX)?.to_vec()))
            }
            None => match from.bytes_or_null(0)? {
                None => None,
                Some(_) => return Err(NotCanonical::Shape),
            },
        };
        Ok(Item { cose: cose.to_vec(), content })
    }
}

/// Appends an entry's item from its parts.
pub fn write_item(out: &mut Vec<u8>, cose: &[u8], content: Option<(&[u8; 16], &[u8])>) {
    fn string(out: &mut Vec<u8>, bytes: &[u8]) {
        out.extend(head_bytes(2, bytes.len() as u64));
        out.extend_from_slice(bytes);
    }
    out.extend(head_bytes(4, 3));
    string(out, cose);
    match content {
        Some((salt, body)) => {
            string(out, salt);
            string(out, body);
        }
        None => out.extend([NULL, NULL]),
    }
}
