//! The sRGB colour profile that PDF/A asks for, written here byte by byte: ICC 4.2, three primaries and one curve.
//!
//! Source: IEC 61966-2-1 (primaries of ITU-R BT.709, white D65, its curve), primaries adapted to D50 by Bradford as
//! ICC.1:2004 asks. No bytes are copied from anyone's profile.

/// Columns of the matrix from linear sRGB to XYZ under D50.
const PRIMARIES: [(&[u8; 4], [f64; 3]); 3] = [
    (b"rXYZ", [0.436066, 0.222488, 0.013916]),
    (b"gXYZ", [0.385147, 0.716873, 0.097076]),
    (b"bXYZ", [0.143066, 0.060608, 0.714096]),
];
/// White of the profile connection space.
const D50: [f64; 3] = [0.9642, 1.0, 0.8249];
/// Bradford matrix from D65 to D50, row by row.
const ADAPTATION: [f64; 9] =
    [1.047882, 0.022919, -0.050201, 0.029587, 0.990479, -0.017059, -0.009232, 0.015076, 0.751678];
/// The curve of sRGB as a parametric curve of type 3: g, a, b, c, d.
const CURVE: [f64; 5] = [2.4, 1.0 / 1.055, 0.055 / 1.055, 1.0 / 12.92, 0.04045];

/// The profile; the same bytes every time.
pub(crate) fn srgb_profile() -> Vec<u8> {
    let mut tags: Vec<(&[u8; 4], Vec<u8>)> = vec![
        (b"desc", text("sRGB IEC61966-2.1")),
        (b"cprt", text("No copyright; the values are those of IEC 61966-2-1")),
        (b"wtpt", numbers(b"XYZ ", &D50)),
        (b"chad", numbers(b"sf32", &ADAPTATION)),
    ];
    tags.extend(PRIMARIES.iter().map(|(tag, xyz)| (*tag, numbers(b"XYZ ", xyz))));
    let curve = curve();
    let names: [&[u8; 4]; 3] = [b"rTRC", b"gTRC", b"bTRC"];

    let count = tags.len() + names.len();
    let mut offset = 128 + 4 + 12 * count;
    let mut table = (count as u32).to_be_bytes().to_vec();
    let mut body = Vec::new();
    let mut entry = |tag: &[u8; 4], at: usize, length: usize| {
        table.extend(tag);
        table.extend((at as u32).to_be_bytes());
        table.extend((length as u32).to_be_bytes());
    };
    for (tag, bytes) in &tags {
        entry(tag, offset, bytes.len());
        body.extend(bytes);
        // Tags begin at multiples of four.
        body.resize(body.len().next_multiple_of(4), 0);
        offset = 128 + 4 + 12 * count + body.len();
    }
    // The three channels share one curve.
    for tag in names {
        entry(tag, offset, curve.len());
    }
    body.extend(curve);

    let mut profile = vec![0; 128];
    let size = (128 + table.len() + body.len()) as u32;
    profile[0..4].copy_from_slice(&size.to_be_bytes());
    profile[8..12].copy_from_slice(&0x0420_0000u32.to_be_bytes());
    profile[12..24].copy_from_slice(b"mntrRGB XYZ ");
    // Date of the profile: 2026-01-01, fixed.
    for (place, number) in [2026u16, 1, 1, 0, 0, 0].into_iter().enumerate() {
        profile[24 + 2 * place..26 + 2 * place].copy_from_slice(&number.to_be_bytes());
    }
    profile[36..40].copy_from_slice(b"acsp");
    for (place, value) in D50.iter().enumerate() {
        profile[68 + 4 * place..72 + 4 * place].copy_from_slice(&fixed(*value));
    }
    profile.extend(table);
    profile.extend(body);
    profile
}

fn fixed(value: f64) -> [u8; 4] {
    ((value * 65536.0).round() as i32).to_be_bytes()
}

fn numbers(kind: &[u8; 4], values: &[f64]) -> Vec<u8> {
    let mut bytes = kind.to_vec();
    bytes.extend([0; 4]);
    bytes.extend(values.iter().flat_map(|value| fixed(*value)));
    bytes
}

fn curve() -> Vec<u8> {
    let mut bytes = b"para".to_vec();
    bytes.extend([0, 0, 0, 0, 0, 3, 0, 0]);
    bytes.extend(CURVE.iter().flat_map(|value| fixed(*value)));
    bytes
}

fn text(english: &str) -> Vec<u8> {
    let utf16: Vec<u8> = english.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let mut bytes = b"mluc".to_vec();
    bytes.extend([0; 4]);
    bytes.extend(1u32.to_be_bytes());
    bytes.extend(12u32.to_be_bytes());
    bytes.extend(b"enUS");
    bytes.extend((utf16.len() as u32).to_be_bytes());
    bytes.extend(28u32.to_be_bytes());
    bytes.extend(utf16);
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(profile: &[u8], at: usize) -> usize {
        u32::from_be_bytes([profile[at], profile[at + 1], profile[at + 2], profile[at + 3]]) as usize
    }

    #[test]
    fn the_profile_is_whole_and_its_tags_lie_within_it() {
        let profile = srgb_profile();
        assert_eq!(number(&profile, 0), profile.len());
        assert_eq!(&profile[36..40], b"acsp");
        let count = number(&profile, 128);
        let tags: Vec<&[u8]> = (0..count).map(|tag| &profile[132 + 12 * tag..136 + 12 * tag]).collect();
        let needed: [&[u8]; 10] =
            [b"desc", b"cprt", b"wtpt", b"chad", b"rXYZ", b"gXYZ", b"bXYZ", b"rTRC", b"gTRC", b"bTRC"];
        assert_eq!(tags, needed);
        for tag in 0..count {
            let (offset, length) = (number(&profile, 136 + 12 * tag), number(&profile, 140 + 12 * tag));
            assert!(offset % 4 == 0 && offset >= 132 + 12 * count && offset + length <= profile.len(), "tag {tag}");
        }
    }

    #[test]
    fn full_red_green_and_blue_make_the_white_of_the_profile() {
        for (axis, white) in D50.iter().enumerate() {
            let sum: f64 = PRIMARIES.iter().map(|(_, xyz)| xyz[axis]).sum();
            assert!((sum - white).abs() < 0.0005, "axis {axis}: {sum}");
        }
    }

    #[test]
    fn the_curve_is_that_of_srgb() {
        let [gamma, a, b, c, d] = CURVE;
        let linear = |value: f64| if value >= d { (a * value + b).powf(gamma) } else { c * value };
        for (value, wanted) in [(0.0, 0.0), (0.04045, 0.003131), (0.5, 0.214041), (1.0, 1.0)] {
            assert!((linear(value) - wanted).abs() < 1e-5, "{value}: {}", linear(value));
        }
    }
}
