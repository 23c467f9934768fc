//! The printer: a form and its data become PDF/A bytes, and a PDF becomes a picture.
