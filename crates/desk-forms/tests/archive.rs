//! PDF/A-2u: what the printer writes holds, and the checker notices when it does not.

mod common;
#[path = "common/pdfa.rs"]
mod pdfa;

use common::{draw, long, options, receipts, sample};
use desk_forms::{Paper, ReceiptData, RenderOptions, Reprint};
use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Document, Object};

#[test]
fn every_paper_is_pdf_a_2u() {
    for form in receipts() {
        for receipt in [sample(&form), long(&form), ReceiptData::default()] {
            for paper in [Paper::A5, Paper::TwoOnA4, Paper::A4] {
                for marked in [false, true] {
                    let reprint = marked.then(|| Reprint { number: 1, at: options().made_at });
                    let options = RenderOptions { paper, preview: marked, demo: marked, reprint, ..options() };
                    assert_eq!(pdfa::faults(&draw(&form, &receipt, &options)), Vec::<String>::new());
                }
            }
        }
    }
}

/// Breaks a good file and expects the checker to say so.
fn check_breakage(wanted: &str, break_it: impl FnOnce(&mut Document)) {
    let form = &receipts()[1];
    let mut document = Document::load_mem(&draw(form, &sample(form), &options())).expect("a PDF");
    break_it(&mut document);
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).expect("a broken PDF");
    let faults = pdfa::faults(&bytes);
    assert!(faults.iter().any(|fault| fault.contains(wanted)), "{wanted:?} is not among {faults:?}");
}

fn catalog(document: &mut Document) -> &mut Dictionary {
    document.catalog_mut().expect("a catalog")
}

/// Every dictionary of this type, also those of streams and within arrays.
fn each(document: &mut Document, key: &[u8], change: impl Fn(&mut Dictionary)) {
    fn walk(object: &mut Object, key: &[u8], change: &impl Fn(&mut Dictionary)) {
        let dictionary = match object {
            Object::Dictionary(dictionary) => dictionary,
            Object::Stream(stream) => &mut stream.dict,
            Object::Array(array) => return array.iter_mut().for_each(|object| walk(object, key, change)),
            Object::Null
            | Object::Boolean(_)
            | Object::Integer(_)
            | Object::Real(_)
            | Object::Name(_)
            | Object::String(..)
            | Object::Reference(_) => return,
        };
        if dictionary.has(key) {
            change(dictionary);
        }
        dictionary.iter_mut().for_each(|(_, object)| walk(object, key, change));
    }
    document.objects.values_mut().for_each(|object| walk(object, key, &change));
}

fn operation(operator: &str, operands: Vec<Object>) -> Content<Vec<Operation>> {
    Content { operations: vec![Operation::new(operator, operands)] }
}

#[test]
fn the_checker_notices_what_breaks_an_archive_file() {
    check_breakage("header", |document| document.version = "1.4".to_owned());
    check_breakage("no ID", |document| drop(document.trailer.remove(b"ID")));
    check_breakage("Lang", |document| drop(catalog(document).remove(b"Lang")));
    check_breakage("no metadata", |document| drop(catalog(document).remove(b"Metadata")));
    check_breakage("output intent", |document| drop(catalog(document).remove(b"OutputIntents")));
    check_breakage("GTS_PDFA1", |document| each(document, b"DestOutputProfile", |intent| intent.set("S", "GTS_PDFX")));
    check_breakage("profile", |document| {
        each(document, b"DestOutputProfile", |intent| drop(intent.remove(b"DestOutputProfile")))
    });
    check_breakage("OpenAction", |document| catalog(document).set("OpenAction", Dictionary::new()));
    check_breakage("Info and metadata differ", |document| {
        each(document, b"CreationDate", |info| {
            info.set("CreationDate", Object::string_literal("D:20200101000000+07'00'"))
        })
    });
    check_breakage("not embedded", |document| each(document, b"FontFile2", |font| drop(font.remove(b"FontFile2"))));
    check_breakage("CIDToGIDMap", |document| each(document, b"CIDToGIDMap", |font| drop(font.remove(b"CIDToGIDMap"))));
    check_breakage("width", |document| {
        each(document, b"W", |font| font.set("W", vec![Object::Integer(1), vec![Object::Integer(10)].into()]))
    });
    check_breakage("subset tag", |document| {
        each(document, b"ToUnicode", |font| font.set("BaseFont", "LiberationSerif"))
    });
    check_breakage("stands for no character", |document| {
        let empty = document.add_object(lopdf::Stream::new(Dictionary::new(), Vec::new()));
        each(document, b"ToUnicode", |font| font.set("ToUnicode", empty));
    });
    check_breakage("operator rg", |document| {
        let page = *document.get_pages().values().next().expect("a page");
        document.add_to_page_content(page, operation("rg", vec![1.into(), 0.into(), 0.into()])).expect("content");
    });
    check_breakage("q without Q", |document| {
        let page = *document.get_pages().values().next().expect("a page");
        document.add_to_page_content(page, operation("q", Vec::new())).expect("content");
    });
}

#[test]
fn the_checker_notices_bytes_after_the_end() {
    let form = &receipts()[1];
    let mut pdf = draw(form, &sample(form), &options());
    pdf.extend(b"and more");
    assert!(pdfa::faults(&pdf).iter().any(|fault| fault.contains("%%EOF")));
}
