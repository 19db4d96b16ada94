//! The map's legend: everything that is drawn, and only that.

use super::{MapFigure, TIE_WIDTHS};
use crate::figure::axis::{count, counted};
use crate::figure::marks::line_key;
use crate::figure::page::{Entry, or};
use crate::figure::scene::{Point, Stroke};
use crate::figure::symbols::Symbol;
use crate::figure::theme::{TIE, TIE_LIGHT, UNKNOWN};

impl MapFigure {
    pub(super) fn legend(&self) -> Vec<Entry> {
        let plain = Symbol {
            sector: None,
            backbone: false,
            answered: true,
            small: false,
        };
        let key = |symbol: Symbol, radius: f64| move |at: Point| symbol.marks(at, radius);
        let mut entries = Vec::new();
        for (i, name) in self.sectors.iter().enumerate() {
            let i = i as u32;
            if self.partners.iter().any(|p| p.sector == Some(i)) {
                entries.push(Entry::new(
                    or(name, "(no name)"),
                    key(
                        Symbol {
                            sector: Some(i),
                            ..plain
                        },
                        6.0,
                    ),
                ));
            }
        }
        if self.partners.iter().any(|p| p.sector.is_none()) && !self.sectors.is_empty() {
            entries.push(Entry::new("sector not known", key(plain, 6.0)));
        }
        if self.partners.iter().any(|p| p.backbone) {
            entries.push(Entry::new(
                "backbone",
                key(
                    Symbol {
                        backbone: true,
                        ..plain
                    },
                    5.0,
                ),
            ));
        }
        let silent = self.partners.iter().filter(|p| !p.answered).count();
        if silent > 0 {
            let hollow = Symbol {
                answered: false,
                ..plain
            };
            let label = format!("did not answer ({})", count(silent as u64));
            entries.push(Entry::new(label, key(hollow, 6.0)));
        }
        let color = if self.many() { TIE_LIGHT } else { TIE };
        if !self.ties.is_empty() {
            let label = or(&self.tie_label, "tie");
            let label = if self.ties.iter().any(|t| t.directed) {
                format!("{label} (arrow: from whom to whom)")
            } else {
                label
            };
            entries.push(Entry::new(
                label,
                line_key(Stroke::solid(color, TIE_WIDTHS[1])),
            ));
        }
        if !self.many() && self.ties.iter().any(|t| self.is_light(t)) {
            let stroke = Stroke::solid(TIE_LIGHT, TIE_WIDTHS[1]);
            entries.push(Entry::new("the same, with the backbone", line_key(stroke)));
        }
        if self.strength_range().is_some_and(|(low, high)| low < high) {
            entries.push(Entry::new(
                or(&self.strength_label, "stronger tie"),
                line_key(Stroke::solid(color, TIE_WIDTHS[2])),
            ));
        }
        if !self.unknown.is_empty() {
            let pairs = counted(self.unknown.len(), "pair", "pairs");
            entries.push(Entry::new(
                format!("unknown: not asked or not answered ({pairs})"),
                line_key(Stroke::dotted(UNKNOWN, 1.2)),
            ));
        }
        if self.partners.iter().any(|p| p.size.is_some()) {
            let sizes = move |(x, y): Point| {
                [
                    plain.marks((x - 8.0, y), 3.0),
                    plain.marks((x + 4.0, y), 6.5),
                ]
                .concat()
            };
            entries.push(Entry::new(
                format!("area: {}", or(&self.size_label, "size")),
                sizes,
            ));
        }
        entries
    }
}
