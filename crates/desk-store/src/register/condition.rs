//! Conditions on `dossiers d`, put together one by one and bound together.

use rusqlite::ToSql;

/// One condition; `{}` in its text stands for its value.
pub(crate) struct Condition {
    text: String,
    value: Option<Box<dyn ToSql>>,
}

impl Condition {
    /// Without a value: every number in the text is of our own making.
    pub(crate) fn plain(text: impl Into<String>) -> Condition {
        Condition { text: text.into(), value: None }
    }

    /// Of the dossiers that a small index of its own names: they are taken from there and put in order, whatever index the
    /// order has. Columns of `dossiers` without the `d.`; a `+` before one keeps a larger index of its own away.
    pub(crate) fn few(text: &str) -> Condition {
        Condition::plain(format!("d.row IN (SELECT row FROM dossiers WHERE {text})"))
    }

    /// With its value.
    pub(crate) fn with(text: impl Into<String>, value: impl ToSql + 'static) -> Condition {
        Condition { text: text.into(), value: Some(Box::new(value)) }
    }
}

/// All that must hold, with what it is bound to.
#[derive(Default)]
pub(crate) struct Conditions {
    texts: Vec<String>,
    /// In the order of their numbers.
    pub(crate) values: Vec<Box<dyn ToSql>>,
}

impl Conditions {
    /// Every dossier that was accepted. Likely: so that the index of codes is not taken for every list.
    pub(crate) fn accepted() -> Conditions {
        Conditions { texts: vec!["likely(d.code IS NOT NULL)".to_owned()], values: Vec::new() }
    }

    /// One more.
    pub(crate) fn push(&mut self, condition: Condition) {
        let Condition { text, value } = condition;
        self.texts.push(match value {
            Some(value) => {
                self.values.push(value);
                text.replace("{}", &format!("?{}", self.values.len()))
            }
            None => text,
        });
    }

    /// As SQL has them.
    pub(crate) fn sql(&self) -> String {
        self.texts.join(" AND ")
    }
}
