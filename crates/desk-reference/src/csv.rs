//! Just enough CSV (RFC 4180, no line breaks inside fields) for the lists of the set.

use crate::ReferenceError;

/// One row: its line in the file and its fields.
pub(crate) struct Row {
    pub(crate) line: usize,
    pub(crate) fields: Vec<String>,
}

/// Reads a file whose first line must be `head`; every row has as many fields as the head.
pub(crate) fn rows(file: &'static str, text: &str, head: &str) -> Result<Vec<Row>, ReferenceError> {
    let mut lines = text.lines().enumerate();
    if lines.next().is_none_or(|(_, first)| first != head) {
        return Err(ReferenceError::new(file, 1, format!("the head must be {head}")));
    }
    let width = head.split(',').count();
    lines
        .filter(|(_, line)| !line.is_empty())
        .map(|(at, line)| {
            let fields = fields(line).ok_or_else(|| ReferenceError::new(file, at + 1, "an open quotation mark"))?;
            if fields.len() == width {
                Ok(Row { line: at + 1, fields })
            } else {
                Err(ReferenceError::new(file, at + 1, format!("{} fields, not {width}", fields.len())))
            }
        })
        .collect()
}

fn fields(line: &str) -> Option<Vec<String>> {
    let mut fields = vec![String::new()];
    let mut quoted = false;
    let mut chars = line.chars().peekable();
    while let Some(c) = chars.next() {
        let field = fields.last_mut()?;
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                field.push('"');
            }
            '"' => quoted = !quoted,
            ',' if !quoted => fields.push(String::new()),
            _ => field.push(c),
        }
    }
    (!quoted).then_some(fields)
}

#[cfg(test)]
mod tests {
    use super::fields;

    #[test]
    fn quoted_fields_keep_their_commas_and_quotation_marks() {
        let check = |line: &str, expected: &[&str]| assert_eq!(fields(line).as_deref().unwrap_or_default(), expected);
        check("a,b,", &["a", "b", ""]);
        check(r#"1,"a, ""b""",c"#, &["1", r#"a, "b""#, "c"]);
        assert_eq!(fields(r#"a,"b"#), None);
    }
}
