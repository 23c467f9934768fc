//! From pieces to pages. A piece is never cut; pieces that belong together stay together when a page can hold them;
//! a table's head is repeated on every page that its rows reach.

use crate::display::Item;
use crate::sheet::Sheet;

/// A block, or a line or row of one, with its upper edge at 0 and its place across the page fixed.
#[derive(Debug, Default)]
pub(crate) struct Piece {
    pub(crate) height: f32,
    /// Space before it, dropped at the top of a page.
    pub(crate) before: f32,
    /// Not to be parted from the next piece.
    pub(crate) keep_next: bool,
    pub(crate) items: Vec<Item>,
    pub(crate) role: Role,
}

/// What the flow does with a piece besides placing it.
#[derive(Debug, Default, PartialEq)]
pub(crate) enum Role {
    #[default]
    Plain,
    /// A row of the table of this number, with what closes the table when the page ends here.
    Row(usize, Vec<Item>),
    /// Stands beside what follows, this high.
    Aside(f32),
    /// What follows begins below the aside.
    AsideEnd,
}

/// Pieces in order, and the heads of tables by number.
#[derive(Debug, Default)]
pub(crate) struct Flow {
    pub(crate) pieces: Vec<Piece>,
    pub(crate) heads: Vec<(f32, Vec<Item>)>,
}

impl Flow {
    /// Lays the pieces on as many pages as they need. `head` is the height kept free at the top of every page after
    /// the first.
    pub(crate) fn paginate(&self, sheet: &Sheet, head: f32) -> Vec<Vec<Item>> {
        let mut pages =
            Pages { flow: self, sheet, head, pages: vec![Vec::new()], y: sheet.top, fresh: true, table: None };
        let mut aside_end: Option<(usize, f32)> = None;
        let mut start = 0;
        while start < self.pieces.len() {
            let mut end = start;
            while self.pieces[end].keep_next && end + 1 < self.pieces.len() {
                end += 1;
            }
            let group = &self.pieces[start..=end];
            if !pages.fits(group) && !pages.fresh && pages.fits_empty(group) {
                pages.turn();
            }
            for piece in group {
                if !pages.fits(std::slice::from_ref(piece)) && !pages.fresh {
                    pages.turn();
                }
                match &piece.role {
                    Role::Plain | Role::Row(..) => pages.place(piece),
                    Role::Aside(height) => {
                        let top = pages.y + if pages.fresh { 0.0 } else { piece.before };
                        pages.put(&piece.items, top);
                        aside_end = Some((pages.pages.len(), top + height));
                    }
                    Role::AsideEnd => {
                        if let Some((page, y)) = aside_end.take()
                            && page == pages.pages.len()
                        {
                            pages.y = pages.y.max(y);
                        }
                    }
                }
            }
            start = end + 1;
        }
        pages.pages
    }
}

struct Pages<'a> {
    flow: &'a Flow,
    sheet: &'a Sheet,
    head: f32,
    pages: Vec<Vec<Item>>,
    y: f32,
    /// Nothing is on this page yet.
    fresh: bool,
    /// The table that the last piece was a row of, and what would close it.
    table: Option<(usize, Vec<Item>)>,
}

impl Pages<'_> {
    fn needs(&self, group: &[Piece], mut fresh: bool, mut table: Option<usize>) -> f32 {
        let mut height = 0.0;
        for piece in group {
            height += piece.height + if fresh { 0.0 } else { piece.before };
            match &piece.role {
                Role::Row(number, _) => {
                    if table != Some(*number) {
                        height += self.flow.heads[*number].0;
                    }
                    table = Some(*number);
                }
                // Its height counts whole here: what stands beside it may be shorter.
                Role::Aside(aside) => height += aside,
                Role::Plain | Role::AsideEnd => table = None,
            }
            fresh = false;
        }
        height
    }

    fn fits(&self, group: &[Piece]) -> bool {
        let table = self.table.as_ref().map(|(number, _)| *number);
        self.y + self.needs(group, self.fresh, table) <= self.sheet.end() + 0.01
    }

    fn fits_empty(&self, group: &[Piece]) -> bool {
        self.sheet.top + self.head + self.needs(group, true, None) <= self.sheet.end() + 0.01
    }

    fn turn(&mut self) {
        if let Some((_, closing)) = self.table.take() {
            let y = self.y;
            self.put(&closing, y);
        }
        self.pages.push(Vec::new());
        self.y = self.sheet.top + self.head;
        self.fresh = true;
    }

    fn put(&mut self, items: &[Item], y: f32) {
        if let Some(page) = self.pages.last_mut() {
            page.extend(items.iter().cloned().map(|item| item.moved(0.0, y)));
        }
    }

    fn place(&mut self, piece: &Piece) {
        if !self.fresh {
            self.y += piece.before;
        }
        match &piece.role {
            Role::Row(number, closing) => {
                if self.table.as_ref().map(|(table, _)| table) != Some(number) {
                    let (height, items) = &self.flow.heads[*number];
                    let y = self.y;
                    self.put(items, y);
                    self.y += height;
                }
                self.table = Some((*number, closing.clone()));
            }
            Role::Plain | Role::Aside(_) | Role::AsideEnd => self.table = None,
        }
        let y = self.y;
        self.put(&piece.items, y);
        self.y += piece.height;
        self.fresh = false;
    }
}
