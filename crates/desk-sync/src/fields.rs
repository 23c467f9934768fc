//! Maps with integer keys, as the wire has them: written with absent values left out, read with nothing left over.

use ciborium::{Value, value::Integer};
use desk_log::{from_canonical, to_canonical};

/// Why a map is not the one that was asked for: the number of the field, 0 for the map as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BadField(pub(crate) u8);

/// Writes a map; values that there are none of are left out with their keys.
pub(crate) fn write(fields: impl IntoIterator<Item = (u8, Option<Value>)>) -> Vec<u8> {
    to_canonical(&value(fields)).expect("integers, bytes, text and booleans a few levels deep are always canonical")
}

/// The same as a value, to stand inside another.
pub(crate) fn value(fields: impl IntoIterator<Item = (u8, Option<Value>)>) -> Value {
    Value::Map(fields.into_iter().filter_map(|(key, value)| Some((Value::from(key), value?))).collect())
}

/// The pairs of a map, taken out one by one.
pub struct Fields(Vec<(Value, Value)>);

impl Fields {
    /// Reads the one canonical map that the bytes are.
    pub(crate) fn read(bytes: &[u8]) -> Result<Self, BadField> {
        from_canonical(bytes).map_err(|_| BadField(0)).and_then(Self::of)
    }

    /// The pairs of a value that is a map.
    pub(crate) fn of(value: Value) -> Result<Self, BadField> {
        value.into_map().map(Fields).map_err(|_| BadField(0))
    }

    pub(crate) fn may<T>(&mut self, key: u8, read: impl FnOnce(Value) -> Option<T>) -> Result<Option<T>, BadField> {
        match self.0.iter().position(|(found, _)| *found == Value::from(key)) {
            Some(place) => read(self.0.remove(place).1).map(Some).ok_or(BadField(key)),
            None => Ok(None),
        }
    }

    pub(crate) fn need<T>(&mut self, key: u8, read: impl FnOnce(Value) -> Option<T>) -> Result<T, BadField> {
        self.may(key, read)?.ok_or(BadField(key))
    }

    /// The field `key` must be this number: the version of the structure.
    pub(crate) fn version(&mut self, key: u8, version: u64) -> Result<(), BadField> {
        if self.need(key, number::<u64>)? == version { Ok(()) } else { Err(BadField(key)) }
    }

    /// Nothing unknown may be left.
    pub(crate) fn end(self) -> Result<(), BadField> {
        if self.0.is_empty() { Ok(()) } else { Err(BadField(0)) }
    }
}

pub(crate) fn number<T: TryFrom<Integer>>(value: Value) -> Option<T> {
    value.into_integer().ok().and_then(|number| number.try_into().ok())
}

pub(crate) fn fixed<const N: usize>(value: Value) -> Option<[u8; N]> {
    value.into_bytes().ok().and_then(|bytes| bytes.try_into().ok())
}

pub(crate) fn bytes(value: Value) -> Option<Vec<u8>> {
    value.into_bytes().ok()
}

pub(crate) fn text(value: Value) -> Option<String> {
    value.into_text().ok()
}

pub(crate) fn boolean(value: Value) -> Option<bool> {
    value.into_bool().ok()
}

/// An array, each member read the same way.
pub(crate) fn list<T>(value: Value, read: impl Fn(Value) -> Option<T>) -> Option<Vec<T>> {
    value.into_array().ok()?.into_iter().map(read).collect()
}
