//! A static checker of PDF/A-2u (ISO 19005-2) for what the printer writes: one fault a line, none when it holds.
//!
//! It is no veraPDF: it knows the kinds of objects that our files have and refuses all others.

use std::collections::{BTreeMap, BTreeSet};

use lopdf::content::Content;
use lopdf::{Dictionary, Document, Object, ObjectId, Stream};
use rustybuzz::ttf_parser::{Face, GlyphId};

/// Operators that a page may use.
const OPERATORS: [&str; 18] =
    ["q", "Q", "cm", "re", "f", "g", "G", "w", "d", "m", "l", "S", "BT", "ET", "Tf", "Tm", "TJ", "n"];
/// Keys that only actions, scripts, attachments, forms and layers have.
const FORBIDDEN_KEYS: [&[u8]; 12] = [
    b"A",
    b"AA",
    b"OpenAction",
    b"JS",
    b"JavaScript",
    b"EmbeddedFiles",
    b"AcroForm",
    b"OCProperties",
    b"XFA",
    b"SMask",
    b"Launch",
    b"TR",
];

/// Checks a finished file.
pub(crate) fn faults(pdf: &[u8]) -> Vec<String> {
    let mut checker = Checker { faults: Vec::new() };
    checker.bytes(pdf);
    match Document::load_mem(pdf) {
        Ok(document) => checker.document(&document),
        Err(error) => checker.fault(format!("cannot be read: {error}")),
    }
    checker.faults
}

struct Checker {
    faults: Vec<String>,
}

impl Checker {
    fn fault(&mut self, text: impl Into<String>) {
        self.faults.push(text.into());
    }

    fn require(&mut self, holds: bool, text: &str) {
        if !holds {
            self.fault(text);
        }
    }

    /// 6.1.2 file header, 6.1.3 trailer.
    fn bytes(&mut self, pdf: &[u8]) {
        self.require(pdf.starts_with(b"%PDF-1.7\n"), "header is not %PDF-1.7");
        let mark = pdf.get(9..14).unwrap_or_default();
        let binary = mark.first() == Some(&b'%') && mark.len() == 5 && mark[1..].iter().all(|&byte| byte > 127);
        self.require(binary, "no binary mark in the second line");
        let tail = pdf.strip_suffix(b"\n").unwrap_or(pdf);
        self.require(tail.ends_with(b"%%EOF"), "data after %%EOF");
    }

    fn document(&mut self, document: &Document) {
        self.trailer(document);
        for (id, object) in &document.objects {
            self.object(*id, object);
        }
        let Ok(catalog) = document.catalog() else { return self.fault("no catalog") };
        self.require(catalog.get(b"Lang").and_then(Object::as_str).ok() == Some(b"vi"), "Lang is not vi");
        self.intent(document, catalog);
        self.metadata(document, catalog);
        let mut used: BTreeMap<ObjectId, BTreeSet<u16>> = BTreeMap::new();
        for (_, page) in document.get_pages() {
            self.page(document, page, &mut used);
        }
        self.require(!used.is_empty(), "no font is used");
        for (font, codes) in used {
            if let Err(error) = self.font(document, font, &codes) {
                self.fault(format!("font {font:?}: {error}"));
            }
        }
    }

    fn trailer(&mut self, document: &Document) {
        let halves = document.trailer.get(b"ID").and_then(Object::as_array).map(Vec::len).unwrap_or(0);
        self.require(halves == 2, "no ID of two halves");
        self.require(!document.trailer.has(b"Encrypt"), "encrypted");
    }

    /// 6.1.7 streams, 6.1.13 limits, 6.5 and 6.6 no actions.
    fn object(&mut self, id: ObjectId, object: &Object) {
        match object {
            Object::Dictionary(dictionary) => self.dictionary(id, dictionary),
            Object::Stream(stream) => {
                self.dictionary(id, &stream.dict);
                for key in ["F", "FFilter", "FDecodeParms"] {
                    self.require(!stream.dict.has(key.as_bytes()), "a stream outside the file");
                }
                for filter in stream.filters().unwrap_or_default() {
                    self.require(filter == b"FlateDecode", "a filter other than FlateDecode");
                }
            }
            Object::Array(array) => array.iter().for_each(|object| self.object(id, object)),
            Object::Name(name) => {
                self.require(name.len() <= 127 && std::str::from_utf8(name).is_ok(), "a name is too long or not UTF-8");
            }
            Object::Integer(number) => self.require(i32::try_from(*number).is_ok(), "a number beyond 32 bits"),
            Object::String(text, _) => self.require(text.len() <= 32767, "a string beyond its limit"),
            Object::Null | Object::Boolean(_) | Object::Real(_) | Object::Reference(_) => {}
        }
    }

    fn dictionary(&mut self, id: ObjectId, dictionary: &Dictionary) {
        for (key, value) in dictionary.iter() {
            if FORBIDDEN_KEYS.contains(&key.as_slice()) {
                self.fault(format!("object {id:?} has {}", String::from_utf8_lossy(key)));
            }
            self.object(id, value);
        }
        let kind = dictionary.get(b"Type").and_then(Object::as_name).unwrap_or_default();
        self.require(kind != b"Annot" && kind != b"Action" && kind != b"XObject", "an object of a kind not written");
    }

    /// 6.2.3 output intent; every colour on the pages is grey, which it covers.
    fn intent(&mut self, document: &Document, catalog: &Dictionary) {
        let intents = catalog.get(b"OutputIntents").and_then(Object::as_array);
        let Ok([intent]) = intents.map(Vec::as_slice) else { return self.fault("not one output intent") };
        let Ok((_, Object::Dictionary(intent))) = document.dereference(intent) else {
            return self.fault("no output intent");
        };
        self.require(intent.get(b"S").and_then(Object::as_name).ok() == Some(b"GTS_PDFA1"), "intent is not GTS_PDFA1");
        self.require(intent.has(b"OutputConditionIdentifier"), "intent without identifier");
        let Ok(stream) = intent.get_deref(b"DestOutputProfile", document).and_then(Object::as_stream) else {
            return self.fault("intent without profile");
        };
        self.require(stream.dict.get(b"N").and_then(Object::as_i64).ok() == Some(3), "profile without N 3");
        let profile = stream.get_plain_content().unwrap_or_default();
        let size = profile.get(0..4).map(|size| u32::from_be_bytes([size[0], size[1], size[2], size[3]]) as usize);
        self.require(size == Some(profile.len()), "profile of another size than it says");
        self.require(profile.get(8).is_some_and(|&major| major <= 4), "profile newer than ICC 4");
        self.require(profile.get(12..24) == Some(b"mntrRGB XYZ "), "profile is not of an RGB monitor");
        self.require(profile.get(36..40) == Some(b"acsp"), "profile without its mark");
    }

    /// 6.6.2 metadata, 6.6.4 identification, and the Info dictionary the same.
    fn metadata(&mut self, document: &Document, catalog: &Dictionary) {
        let Ok(stream) = catalog.get_deref(b"Metadata", document).and_then(Object::as_stream) else {
            return self.fault("no metadata");
        };
        self.require(!stream.dict.has(b"Filter"), "metadata compressed");
        let xmp = String::from_utf8(stream.content.clone()).unwrap_or_default();
        self.require(xmp.contains("<pdfaid:part>2</pdfaid:part>"), "metadata does not say part 2");
        self.require(xmp.contains("<pdfaid:conformance>U</pdfaid:conformance>"), "metadata does not say level U");
        let Ok(info) = document.trailer.get_deref(b"Info", document).and_then(Object::as_dict) else {
            return self.fault("no Info");
        };
        let allowed = ["Title", "Creator", "Producer", "CreationDate", "ModDate"];
        for (key, value) in info.iter() {
            let key = String::from_utf8_lossy(key).into_owned();
            self.require(allowed.contains(&key.as_str()), "Info with a key that the metadata lacks");
            let text = plain(value.as_str().unwrap_or_default());
            let same = match key.as_str() {
                "Title" => xmp.contains(&format!("<rdf:li xml:lang=\"x-default\">{text}</rdf:li>")),
                "Creator" => xmp.contains(&format!("<xmp:CreatorTool>{text}</xmp:CreatorTool>")),
                "Producer" => xmp.contains(&format!("<pdf:Producer>{text}</pdf:Producer>")),
                "CreationDate" => xmp.contains(&format!("<xmp:CreateDate>{}</xmp:CreateDate>", iso(&text))),
                _ => xmp.contains(&format!("<xmp:ModifyDate>{}</xmp:ModifyDate>", iso(&text))),
            };
            self.require(same, "Info and metadata differ");
        }
    }

    fn page(&mut self, document: &Document, id: ObjectId, used: &mut BTreeMap<ObjectId, BTreeSet<u16>>) {
        let Ok(page) = document.get_dictionary(id) else { return self.fault("a page is missing") };
        let annotations = page.get(b"Annots").and_then(Object::as_array).map(Vec::len).unwrap_or(0);
        self.require(annotations == 0, "a page with annotations");
        let fonts: BTreeMap<Vec<u8>, ObjectId> = page
            .get_deref(b"Resources", document)
            .and_then(Object::as_dict)
            .and_then(|resources| resources.get_deref(b"Font", document))
            .and_then(Object::as_dict)
            .map(|fonts| {
                fonts.iter().filter_map(|(name, font)| Some((name.clone(), font.as_reference().ok()?))).collect()
            })
            .unwrap_or_default();
        let Ok(content) = Content::decode(&document.get_page_content(id)) else {
            return self.fault("content that cannot be read");
        };
        let (mut depth, mut font) = (0i32, None);
        for operation in &content.operations {
            if !OPERATORS.contains(&operation.operator.as_str()) {
                self.fault(format!("operator {}", operation.operator));
            }
            match operation.operator.as_str() {
                "q" => depth += 1,
                "Q" => depth -= 1,
                "Tf" => {
                    font = operation
                        .operands
                        .first()
                        .and_then(|name| name.as_name().ok())
                        .and_then(|name| fonts.get(name));
                    self.require(font.is_some(), "a font that the page does not name");
                }
                "TJ" => {
                    let Some(font) = font else {
                        self.fault("text without a font");
                        continue;
                    };
                    let shown = operation.operands.first().and_then(|shown| shown.as_array().ok());
                    for text in shown.into_iter().flatten().filter_map(|item| item.as_str().ok()) {
                        let codes = text.chunks(2).map(|code| u16::from_be_bytes([code[0], code[1]]));
                        used.entry(*font).or_default().extend(codes);
                    }
                }
                _ => {}
            }
            self.require((0..=28).contains(&depth), "q and Q out of step");
        }
        self.require(depth == 0, "q without Q");
    }

    /// 6.2.11 fonts: embedded, subset, named alike, mapped to Unicode, as wide as they say.
    fn font(&mut self, document: &Document, id: ObjectId, codes: &BTreeSet<u16>) -> lopdf::Result<()> {
        let font = document.get_dictionary(id)?;
        let name = font.get(b"BaseFont")?.as_name()?;
        let tagged = name.len() > 7 && name[6] == b'+' && name[..6].iter().all(u8::is_ascii_uppercase);
        self.require(tagged, "a font without subset tag");
        self.require(font.get(b"Subtype")?.as_name()? == b"Type0", "a font that is not Type0");
        self.require(font.get(b"Encoding")?.as_name()? == b"Identity-H", "an encoding other than Identity-H");
        let (_, descendant) = document.dereference(&font.get(b"DescendantFonts")?.as_array()?[0])?;
        let descendant = descendant.as_dict()?;
        self.require(descendant.get(b"Subtype")?.as_name()? == b"CIDFontType2", "a descendant that is not TrueType");
        self.require(descendant.get(b"BaseFont")?.as_name()? == name, "names of the font differ");
        let map = descendant.get(b"CIDToGIDMap").and_then(Object::as_name).unwrap_or_default();
        self.require(map == b"Identity", "no CIDToGIDMap");
        let descriptor = descendant.get_deref(b"FontDescriptor", document)?.as_dict()?;
        self.require(descriptor.get(b"FontName")?.as_name()? == name, "names of the font differ");
        let program = match descriptor.get_deref(b"FontFile2", document).and_then(Object::as_stream) {
            Ok(stream) => {
                let program = stream.get_plain_content()?;
                let length = stream.dict.get(b"Length1").and_then(Object::as_i64).unwrap_or(-1);
                self.require(length == program.len() as i64, "Length1 is not the length of the program");
                program
            }
            Err(_) => {
                self.fault("a font that is not embedded");
                return Ok(());
            }
        };
        let Ok(face) = Face::parse(&program, 0) else {
            self.fault("a font program that cannot be read");
            return Ok(());
        };
        self.require(face.number_of_glyphs() < 600, "a font that is not a subset");
        let widths = widths(descendant.get(b"W")?.as_array()?)?;
        let em = f32::from(face.units_per_em());
        let unicode = to_unicode(font.get_deref(b"ToUnicode", document)?.as_stream()?);
        for &code in codes {
            self.require(code != 0, "a missing glyph is shown");
            let Some(advance) = face.glyph_hor_advance(GlyphId(code)) else {
                self.fault(format!("glyph {code} is not in the program"));
                continue;
            };
            let said = widths.get(&code).copied().unwrap_or(1000.0);
            let off = (said - f32::from(advance) * 1000.0 / em).abs();
            self.require(off <= 1.0, "a width differs from the program's");
            match unicode.get(&code) {
                None => self.fault(format!("glyph {code} stands for no character")),
                Some(0 | 0xFEFF | 0xFFFE | 0xFFFD) => self.fault("a glyph stands for a character that is none"),
                Some(_) => {}
            }
        }
        Ok(())
    }
}

fn plain(text: &[u8]) -> String {
    match text.strip_prefix(&[0xFE, 0xFF]) {
        Some(utf16) => {
            let units: Vec<u16> = utf16.chunks(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
            String::from_utf16_lossy(&units)
        }
        None => String::from_utf8_lossy(text).into_owned(),
    }
}

/// A PDF date as XMP writes it.
fn iso(date: &str) -> String {
    let digits = date.trim_start_matches("D:");
    let part = |from: usize, to: usize| digits.get(from..to).unwrap_or("?");
    let zone = digits.get(14..).unwrap_or("?").trim_end_matches('\'').replace('\'', ":");
    format!("{}-{}-{}T{}:{}:{}{zone}", part(0, 4), part(4, 6), part(6, 8), part(8, 10), part(10, 12), part(12, 14))
}

fn widths(array: &[Object]) -> lopdf::Result<BTreeMap<u16, f32>> {
    let mut widths = BTreeMap::new();
    for pair in array.chunks(2) {
        let first = pair[0].as_i64()? as u16;
        for (place, width) in pair[1].as_array()?.iter().enumerate() {
            widths.insert(first + place as u16, width.as_float()?);
        }
    }
    Ok(widths)
}

/// Codes and the first UTF-16 unit that each stands for, from single mappings and ranges.
fn to_unicode(stream: &Stream) -> BTreeMap<u16, u16> {
    let text = String::from_utf8_lossy(&stream.get_plain_content().unwrap_or_default()).into_owned();
    let mut mapped = BTreeMap::new();
    let mut kind = "";
    for line in text.lines() {
        if line.contains("beginbfchar") {
            kind = "char";
        } else if line.contains("beginbfrange") {
            kind = "range";
        } else if line.contains("endbf") {
            kind = "";
        }
        let numbers: Vec<u16> = line
            .split(['<', '>'])
            .filter(|part| !part.is_empty() && part.chars().all(|digit| digit.is_ascii_hexdigit()))
            .filter_map(|part| u16::from_str_radix(part.get(..4)?, 16).ok())
            .collect();
        match (kind, numbers.as_slice()) {
            ("char", [code, character]) => {
                mapped.insert(*code, *character);
            }
            ("range", [first, last, character]) => {
                for code in *first..=*last {
                    mapped.insert(code, character + (code - first));
                }
            }
            _ => {}
        }
    }
    mapped
}
