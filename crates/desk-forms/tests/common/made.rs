//! Small files of each kind, put together by hand. Also for the drawing process's tests (desk-cli).
#![allow(dead_code, reason = "each test file uses its own part")]

use std::io::Write;

/// A PDF of the given objects (numbered from 1; the first is the catalogue) with a right table of places.
pub(crate) fn pdf(objects: &[Vec<u8>], trailer: &str) -> Vec<u8> {
    let mut bytes = b"%PDF-1.7\n".to_vec();
    let mut places = Vec::new();
    for (n, object) in objects.iter().enumerate() {
        places.push(bytes.len());
        writeln!(bytes, "{} 0 obj", n + 1).expect("writes");
        bytes.extend(object);
        bytes.extend(b"\nendobj\n");
    }
    let table = bytes.len();
    write!(bytes, "xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).expect("writes");
    places.iter().for_each(|place| writeln!(bytes, "{place:010} 00000 n ").expect("writes"));
    let size = objects.len() + 1;
    writeln!(bytes, "trailer\n<< /Size {size} /Root 1 0 R {trailer} >>\nstartxref\n{table}\n%%EOF").expect("writes");
    bytes
}

pub(crate) fn stream(dictionary: &str, content: &[u8]) -> Vec<u8> {
    let mut object = format!("<< {dictionary} /Length {} >>\nstream\n", content.len()).into_bytes();
    object.extend(content);
    object.extend(b"\nendstream");
    object
}

/// Pages with a black square at the lower left of the first.
pub(crate) fn pages(count: usize, more: &str) -> Vec<u8> {
    let kids: String = (0..count).map(|n| format!("{} 0 R ", n + 4)).collect();
    let mut objects = vec![
        format!("<< /Type /Catalog /Pages 2 0 R {more} >>").into_bytes(),
        format!("<< /Type /Pages /Count {count} /MediaBox [0 0 200 100] /Kids [{kids}] >>").into_bytes(),
        stream("", b"0 0 50 50 re f"),
    ];
    objects.extend((0..count).map(|_| b"<< /Type /Page /Parent 2 0 R /Contents 3 0 R >>".to_vec()));
    pdf(&objects, "")
}

pub(crate) fn packed(content: &[u8]) -> Vec<u8> {
    let mut packer = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    packer.write_all(content).expect("packs");
    packer.finish().expect("packs")
}

pub(crate) fn png_of(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width, height);
    encoder.set_color(png::ColorType::Rgb);
    let mut writer = encoder.write_header().expect("begins");
    let pixels: Vec<u8> =
        (0..height * width).flat_map(|n| if n % width < width / 2 { [0; 3] } else { [255; 3] }).collect();
    writer.write_image_data(&pixels).expect("writes");
    writer.finish().expect("ends");
    bytes
}

/// A grey JPEG whose blocks of 8 × 8 are of one tone each: dark in the left half. Nothing but the first coefficient.
pub(crate) fn jpeg_of(width: u16, height: u16, notes: Option<&[u8]>) -> Vec<u8> {
    let mut bytes = vec![0xff, 0xd8];
    if let Some(notes) = notes {
        segment(&mut bytes, 0xe1, notes);
    }
    segment(&mut bytes, 0xdb, &[[0].as_slice(), &[8; 64]].concat());
    let [height_high, height_low] = height.to_be_bytes();
    let [width_high, width_low] = width.to_be_bytes();
    segment(&mut bytes, 0xc0, &[8, height_high, height_low, width_high, width_low, 1, 1, 0x11, 0]);
    // Twelve sizes of a difference, each in four bits; and one code of one bit for "nothing more in this block".
    let lengths = |four: u8, one: u8| [one, 0, 0, four, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    segment(&mut bytes, 0xc4, &[[0x00].as_slice(), &lengths(12, 0), &[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]].concat());
    segment(&mut bytes, 0xc4, &[[0x10].as_slice(), &lengths(0, 1), &[0]].concat());
    segment(&mut bytes, 0xda, &[1, 1, 0x00, 0, 63, 0]);
    let (across, down) = (width.div_ceil(8), height.div_ceil(8));
    let mut bits = String::new();
    let mut before = 0_i32;
    for _ in 0..down {
        for x in 0..across {
            let tone = if x < across / 2 { -118 } else { 117 };
            let change = tone - before;
            before = tone;
            let size = 32 - change.unsigned_abs().leading_zeros();
            bits += &format!("{size:04b}");
            let value = if change < 0 { change + (1 << size) - 1 } else { change };
            if size > 0 {
                bits += &format!("{value:0width$b}", width = size as usize);
            }
            bits.push('0');
        }
    }
    while !bits.len().is_multiple_of(8) {
        bits.push('1');
    }
    for byte in bits.as_bytes().chunks(8) {
        let byte = byte.iter().fold(0_u8, |byte, bit| byte << 1 | (bit - b'0'));
        bytes.push(byte);
        if byte == 0xff {
            bytes.push(0);
        }
    }
    bytes.extend([0xff, 0xd9]);
    bytes
}

/// The notes of a camera held so.
pub(crate) fn held(orientation: u8) -> Vec<u8> {
    [b"Exif\0\0II\x2a\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0".as_slice(), &[orientation, 0, 0, 0, 0, 0, 0, 0]]
        .concat()
}

fn segment(bytes: &mut Vec<u8>, mark: u8, content: &[u8]) {
    bytes.extend([0xff, mark]);
    bytes.extend((content.len() as u16 + 2).to_be_bytes());
    bytes.extend(content);
}

/// A progressive JPEG of four inks that says it is `side` × `side` in a hundredth of a byte a pixel: a reader makes
/// room for four times two bytes a pixel.
pub(crate) fn hollow_jpeg(side: u16) -> Vec<u8> {
    let [high, low] = side.to_be_bytes();
    let mut bytes = vec![0xff, 0xd8];
    segment(&mut bytes, 0xdb, &[[0].as_slice(), &[8; 64]].concat());
    let inks: Vec<u8> = (1..=4).flat_map(|ink| [ink, 0x11, 0]).collect();
    segment(&mut bytes, 0xc2, &[[8, high, low, high, low, 4].as_slice(), &inks].concat());
    segment(&mut bytes, 0xc4, &[[0x00, 1].as_slice(), &[0; 15], &[0]].concat());
    segment(&mut bytes, 0xda, &[4, 1, 0, 2, 0, 3, 0, 4, 0, 0, 0, 0]);
    // One bit a block: no change.
    let blocks = usize::from(side.div_ceil(8)).pow(2) * 4;
    bytes.extend(std::iter::repeat_n(0, blocks.div_ceil(8)));
    bytes.extend([0xff, 0xd9]);
    bytes
}
