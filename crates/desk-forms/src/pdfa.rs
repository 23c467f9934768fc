//! The last step to PDF/A-2u: version, language, identity, colours and metadata. printpdf's own flag for it writes a
//! CMYK profile under a wrong key and no metadata, so it is never used.

use chrono::NaiveDateTime;
use lopdf::{Dictionary, Document, Object, Stream, StringFormat, dictionary};
use sha2::{Digest, Sha256};

use crate::error::FormError;
use crate::icc::srgb_profile;

/// Name of the program in the file.
const CREATOR: &str = "Một Cửa";
const PRODUCER: &str = concat!("desk-forms ", env!("CARGO_PKG_VERSION"), " (printpdf 0.12.8)");

/// Finishes the document and gives its bytes.
pub(crate) fn finish(
    mut document: Document,
    title: &str,
    record_id: &[u8; 32],
    made_at: NaiveDateTime,
) -> Result<Vec<u8>, FormError> {
    let failed = |error: lopdf::Error| FormError::Pdf(error.to_string());
    document.version = "1.7".to_owned();

    let profile = Stream::new(dictionary! { "N" => 3 }, srgb_profile());
    let profile = document.add_object(profile);
    let intent = document.add_object(dictionary! {
        "Type" => "OutputIntent",
        "S" => "GTS_PDFA1",
        "OutputConditionIdentifier" => Object::string_literal("sRGB IEC61966-2.1"),
        "Info" => Object::string_literal("sRGB IEC61966-2.1"),
        "DestOutputProfile" => Object::Reference(profile),
    });
    let xmp = xmp(title, made_at).into_bytes();
    // Not compressed: archives read it without a PDF reader.
    let xmp = Stream::new(dictionary! { "Type" => "Metadata", "Subtype" => "XML" }, xmp).with_compression(false);
    let xmp = document.add_object(xmp);

    let catalog = document.catalog_mut().map_err(failed)?;
    catalog.set("Lang", Object::string_literal("vi"));
    catalog.set("Metadata", Object::Reference(xmp));
    catalog.set("OutputIntents", vec![Object::Reference(intent)]);
    catalog.set("ViewerPreferences", dictionary! { "DisplayDocTitle" => true });

    let date = format!("D:{}+07'00'", made_at.format("%Y%m%d%H%M%S"));
    let mut info = Dictionary::new();
    info.set("Title", utf16(title));
    info.set("Creator", utf16(CREATOR));
    info.set("Producer", utf16(PRODUCER));
    info.set("CreationDate", Object::string_literal(date.clone()));
    info.set("ModDate", Object::string_literal(date));
    let info = document.add_object(info);
    if let Ok(old) = document.trailer.get(b"Info").and_then(Object::as_reference) {
        document.objects.remove(&old);
    }
    document.trailer.set("Info", Object::Reference(info));

    document.compress();
    // The first half says which record, the second which paper of it. printpdf's own ids repeat from run to run.
    let content = Sha256::new();
    let streams = document.objects.values().filter_map(|object| object.as_stream().ok());
    let content = streams.fold(content, |digest, stream| digest.chain_update(&stream.content));
    let half = |bytes: &[u8]| Object::String(bytes[..16].to_vec(), StringFormat::Hexadecimal);
    document.trailer.set("ID", vec![half(record_id), half(&content.finalize())]);

    document.renumber_objects();
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).map_err(|error| FormError::Pdf(error.to_string()))?;
    Ok(bytes)
}

fn utf16(text: &str) -> Object {
    let mut bytes = vec![0xFE, 0xFF];
    bytes.extend(text.encode_utf16().flat_map(u16::to_be_bytes));
    Object::String(bytes, StringFormat::Hexadecimal)
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

fn xmp(title: &str, made_at: NaiveDateTime) -> String {
    let date = format!("{}+07:00", made_at.format("%Y-%m-%dT%H:%M:%S"));
    let title = escape(title);
    format!(
        r#"<?xpacket begin="{bom}" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<pdfaid:part>2</pdfaid:part>
<pdfaid:conformance>U</pdfaid:conformance>
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:language><rdf:Bag><rdf:li>vi</rdf:li></rdf:Bag></dc:language>
<xmp:CreatorTool>{CREATOR}</xmp:CreatorTool>
<xmp:CreateDate>{date}</xmp:CreateDate>
<xmp:ModifyDate>{date}</xmp:ModifyDate>
<pdf:Producer>{PRODUCER}</pdf:Producer>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"#,
        bom = '\u{FEFF}'
    )
}
