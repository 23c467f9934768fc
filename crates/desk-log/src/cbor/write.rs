//! Writing a value in its one encoding.

use ciborium::Value;

use super::{DEPTH_MAX, NotCanonical};

pub(super) fn encode(value: &Value) -> Result<Vec<u8>, NotCanonical> {
    let mut out = Vec::with_capacity(1024);
    item(value, &mut out, 0)?;
    Ok(out)
}

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "ciborium's enum is open: what it learns later is not in our format"
)]
fn item(value: &Value, out: &mut Vec<u8>, depth: usize) -> Result<(), NotCanonical> {
    match value {
        Value::Integer(number) => {
            let number = i128::from(*number);
            let (major, argument) = if number < 0 { (1, -1 - number) } else { (0, number) };
            head(out, major, u64::try_from(argument).map_err(|_| NotCanonical::Tag)?);
        }
        Value::Bytes(bytes) => {
            head(out, 2, bytes.len() as u64);
            out.extend_from_slice(bytes);
        }
        Value::Text(text) => {
            head(out, 3, text.len() as u64);
            out.extend_from_slice(text.as_bytes());
        }
        Value::Array(items) => {
            inside(depth)?;
            head(out, 4, items.len() as u64);
            for value in items {
                item(value, out, depth + 1)?;
            }
        }
        Value::Map(pairs) => {
            inside(depth)?;
            head(out, 5, pairs.len() as u64);
            // Nearly every map: names of fields, whose encodings ascend as their lengths and then their letters do.
            let named: Option<Vec<(&str, &Value)>> =
                pairs.iter().map(|(key, value)| Some((key.as_text()?, value))).collect();
            if let Some(named) = named {
                return by_name(named, out, depth);
            }
            let mut keyed = Vec::with_capacity(pairs.len());
            for (key, value) in pairs {
                let mut bytes = Vec::new();
                item(key, &mut bytes, depth + 1)?;
                keyed.push((bytes, value));
            }
            keyed.sort_by(|(one, _), (other, _)| one.cmp(other));
            if keyed.windows(2).any(|pair| pair[0].0 == pair[1].0) {
                return Err(NotCanonical::KeyOrder);
            }
            for (key, value) in keyed {
                out.extend_from_slice(&key);
                item(value, out, depth + 1)?;
            }
        }
        Value::Bool(false) => out.push(0xf4),
        Value::Bool(true) => out.push(0xf5),
        Value::Null => out.push(0xf6),
        Value::Float(_) => return Err(NotCanonical::Float),
        Value::Tag(..) => return Err(NotCanonical::Tag),
        _ => return Err(NotCanonical::Shape),
    }
    Ok(())
}

/// The pairs of a map whose keys are all text.
fn by_name(mut pairs: Vec<(&str, &Value)>, out: &mut Vec<u8>, depth: usize) -> Result<(), NotCanonical> {
    pairs.sort_unstable_by(|(one, _), (other, _)| (one.len(), one).cmp(&(other.len(), other)));
    if pairs.windows(2).any(|pair| pair[0].0 == pair[1].0) {
        return Err(NotCanonical::KeyOrder);
    }
    for (key, value) in pairs {
        head(out, 3, key.len() as u64);
        out.extend_from_slice(key.as_bytes());
        item(value, out, depth + 1)?;
    }
    Ok(())
}

/// An array or map with `depth` others around it may still be written.
fn inside(depth: usize) -> Result<(), NotCanonical> {
    if depth < DEPTH_MAX { Ok(()) } else { Err(NotCanonical::Depth) }
}

/// Major type and argument in the shortest form.
fn head(out: &mut Vec<u8>, major: u8, argument: u64) {
    let major = major << 5;
    match argument {
        0..24 => out.push(major | argument as u8),
        24..=0xff => out.extend([major | 24, argument as u8]),
        0x100..=0xffff => {
            out.push(major | 25);
            out.extend((argument as u16).to_be_bytes());
        }
        0x1_0000..=0xffff_ffff => {
            out.push(major | 26);
            out.extend((argument as u32).to_be_bytes());
        }
        0x1_0000_0000.. => {
            out.push(major | 27);
            out.extend(argument.to_be_bytes());
        }
    }
}

/// Major type (0 to 7) and argument in the shortest form, on their own: for who writes a large structure part by part.
pub fn head_bytes(major: u8, argument: u64) -> Vec<u8> {
    let mut out = Vec::new();
    head(&mut out, major, argument);
    out
}
