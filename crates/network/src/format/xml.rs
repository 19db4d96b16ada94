//! XML as the graph formats use it: elements, attributes, text.
//!
//! Nothing outside the file is ever read, and no entity but XML's own five and numbered characters is
//! resolved, so a document type declaration can neither fetch nor multiply anything.

use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;

use super::error::{FormatCode, FormatError, quoted};

/// Elements inside elements; graph formats need a handful.
const DEEPEST: usize = 64;

/// One step through a file. Names are without their namespace; an empty element opens and closes.
pub(super) enum Step {
    Open(Element),
    Text(String),
    Close(String),
}

/// An element that opens.
pub(super) struct Element {
    pub(super) name: String,
    attributes: Vec<(String, String)>,
}

impl Element {
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }
}

/// Walks through an XML text.
pub(super) struct Walk<'a> {
    text: &'a str,
    reader: Reader<&'a [u8]>,
    depth: usize,
    /// The close that belongs to an empty element just opened.
    closing: Option<String>,
    /// Lines counted so far, and up to which byte.
    counted: (u32, usize),
}

impl<'a> Walk<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self {
            text,
            reader: Reader::from_str(text),
            depth: 0,
            closing: None,
            counted: (1, 0),
        }
    }

    /// The line the walk has come to.
    pub(super) fn line(&mut self) -> u32 {
        let here = (self.reader.buffer_position() as usize).min(self.text.len());
        let (line, from) = self.counted;
        let passed = self.text.as_bytes().get(from..here).unwrap_or_default();
        self.counted = (
            line + passed.split(|&b| b == b'\n').skip(1).count() as u32,
            here,
        );
        self.counted.0
    }

    fn broken(&mut self, found: impl std::fmt::Display) -> FormatError {
        let line = self.line();
        FormatError::new(FormatCode::F03, format!("the XML is broken: {found}."))
            .at("line", line)
            .cure("Export the file again, or check that it is whole.")
    }

    /// The next step; `None` at the end of the file.
    pub(super) fn next(&mut self) -> Result<Option<Step>, FormatError> {
        if let Some(name) = self.closing.take() {
            return Ok(Some(Step::Close(name)));
        }
        loop {
            let event = match self.reader.read_event() {
                Ok(event) => event,
                Err(error) => return Err(self.broken(error)),
            };
            return Ok(Some(match event {
                Event::Start(start) => {
                    self.depth += 1;
                    if self.depth > DEEPEST {
                        let line = self.line();
                        let found = format!("more than {DEEPEST} elements inside one another.");
                        return Err(FormatError::new(FormatCode::F13, found).at("line", line));
                    }
                    Step::Open(self.element(&start)?)
                }
                Event::Empty(start) => {
                    let element = self.element(&start)?;
                    self.closing = Some(element.name.clone());
                    Step::Open(element)
                }
                Event::End(end) => {
                    self.depth = self.depth.saturating_sub(1);
                    Step::Close(end.local_name().as_ref().to_owned())
                }
                Event::Text(text) => Step::Text(text.xml10_content().into_owned()),
                Event::CData(text) => Step::Text(text.xml10_content().into_owned()),
                Event::GeneralRef(entity) => {
                    let name = entity.xml10_content().into_owned();
                    let text = match entity.resolve_char_ref() {
                        Ok(Some(character)) => Some(character.to_string()),
                        Ok(None) => {
                            quick_xml::escape::resolve_predefined_entity(&name).map(str::to_owned)
                        }
                        Err(_) => None,
                    };
                    match text {
                        Some(text) => Step::Text(text),
                        None => {
                            return Err(
                                self.broken(format!("the entity {} is not known", quoted(&name)))
                            );
                        }
                    }
                }
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => continue,
                Event::Eof if self.depth > 0 => {
                    return Err(self.broken("the file ends inside an element"));
                }
                Event::Eof => return Ok(None),
            }));
        }
    }

    fn element(&mut self, start: &BytesStart<'_>) -> Result<Element, FormatError> {
        let mut attributes = Vec::new();
        for attribute in start.attributes() {
            let read = attribute.map_err(|e| e.to_string()).and_then(|a| {
                let value = a
                    .normalized_value(XmlVersion::Implicit1_0)
                    .map_err(|e| e.to_string())?;
                Ok((a.key.local_name().as_ref().to_owned(), value.into_owned()))
            });
            match read {
                Ok(read) => attributes.push(read),
                Err(error) => return Err(self.broken(error)),
            }
        }
        Ok(Element {
            name: start.local_name().as_ref().to_owned(),
            attributes,
        })
    }

    /// The text inside the element that has just opened, up to its close; `None` when it holds elements.
    pub(super) fn content(&mut self) -> Result<Option<String>, FormatError> {
        let (mut depth, mut text, mut plain) = (0_usize, String::new(), true);
        loop {
            match self.next()? {
                Some(Step::Text(part)) => text.push_str(&part),
                Some(Step::Open(_)) => {
                    plain = false;
                    depth += 1;
                }
                Some(Step::Close(_)) if depth == 0 => return Ok(plain.then_some(text)),
                Some(Step::Close(_)) => depth -= 1,
                None => return Err(self.broken("the file ends inside an element")),
            }
        }
    }
}

/// Text for an attribute or between tags. Line ends and tabs are written as numbered characters, because
/// a reader may turn plain ones into spaces.
///
/// # Errors
/// A character XML cannot hold, such as a form feed.
pub(super) fn escaped(text: &str) -> Result<String, FormatError> {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' | '\r' => super::text::put!(out, "&#{};", c as u32),
            c if c < ' ' || matches!(c, '\u{FFFE}' | '\u{FFFF}') => {
                let found = format!(
                    "{} holds a character that XML cannot.",
                    quoted(&text.escape_default().to_string())
                );
                return Err(FormatError::new(FormatCode::F12, found)
                    .cure("Rename it, or choose a JSON or CSV format."));
            }
            c => out.push(c),
        }
    }
    Ok(out)
}
