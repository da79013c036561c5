//! Typst's side: a world of one template, a few typefaces and at most one picture. No files, no network, no packages.

use chrono::{Datelike, Timelike};
use samverkan::minutes::pdf::pipe::{Fault, Order};
use serde_json::Value as Json;
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use std::sync::LazyLock;
use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Dict, Duration, Smart, Value};
use typst::layout::{Frame, FrameItem, Point};
use typst::syntax::{DiagSpan, FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World, WorldExt};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};
use unicode_segmentation::UnicodeSegmentation;

/// The template that comes with the program, to begin an own one from.
pub(super) const TEMPLATE: &str = include_str!("../../data/protokoll.typ");

/// The typefaces, all under the SIL Open Font License; the licences lie beside them.
static FONTS: LazyLock<Vec<Font>> = LazyLock::new(|| {
    [
        include_bytes!("../../data/typsnitt/SourceSans3-Regular.ttf").as_slice(),
        include_bytes!("../../data/typsnitt/SourceSans3-SemiBold.ttf").as_slice(),
        include_bytes!("../../data/typsnitt/SourceSans3-Italic.ttf").as_slice(),
        include_bytes!("../../data/typsnitt/NotoSansArabic-Regular.ttf").as_slice(),
        include_bytes!("../../data/typsnitt/NotoEmoji-Regular.ttf").as_slice(),
    ]
    .into_iter()
    .filter_map(|bytes| Font::new(Bytes::new(bytes), 0))
    .collect()
});

static BOOK: LazyLock<LazyHash<FontBook>> =
    LazyLock::new(|| LazyHash::new(FontBook::from_fonts(FONTS.iter())));

/// A word longer than this may be broken anywhere: a column is narrower than what somebody can paste.
const LONGEST_WORD: usize = 26;
/// Between so many letters of such a word there may be a break.
const BREAK_EVERY: usize = 8;

/// Where a paragraph's lines are no longer weighed against each other: that takes time by the square of its length.
const LONG_TEXT: usize = 2_000;

pub(super) struct Desk {
    library: LazyHash<Library>,
    main: Source,
    logo: Option<(FileId, Bytes)>,
}

impl World for Desk {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &BOOK
    }

    fn main(&self) -> FileId {
        self.main.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.main.id() { Ok(self.main.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        match &self.logo {
            Some((own, bytes)) if *own == id => Ok(bytes.clone()),
            _ => Err(FileError::AccessDenied),
        }
    }

    fn font(&self, index: usize) -> Option<Font> {
        FONTS.get(index).cloned()
    }

    /// The paper doesn't depend on the day on which it is set.
    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}

/// A file's key in Typst's world.
fn file_id(name: &str) -> Option<FileId> {
    VirtualPath::new(name).ok().map(|path| FileId::new(RootedPath::new(VirtualRoot::Project, path)))
}

/// The document as PDF. The same order and picture always give the same bytes.
pub(super) fn render(order: &Order, picture: &[u8]) -> Result<Vec<u8>, Fault> {
    let mut task = Task::of(order, picture);
    let pdf =
        with_slip_in_front(&mut task).and_then(|(desk, ident, pages)| export(&desk, &task, &pages, ident));
    // What Typst remembers would only speed up the same document; over many others it would grow.
    typst::comemo::evict(0);
    pdf
}

/// A document on its way.
pub(super) struct Task<'a> {
    order: &'a Order,
    picture: Bytes,
    /// The order's data with texts that can be set.
    data: Json,
}

impl<'a> Task<'a> {
    pub(super) fn of(order: &'a Order, picture: &[u8]) -> Self {
        let mut data = order.data.clone();
        make_printable(&mut data);
        let long = longest(&data) > LONG_TEXT;
        // Only an object has fields to fill in; anything else the template refuses.
        if let Json::Object(fields) = &mut data {
            fields.insert("langt_stycke".to_owned(), long.into());
            fields.insert(SLIP_ON_NEW_SHEET.to_owned(), false.into());
            fields.insert(ABOUT_ON_NEW_PAGE.to_owned(), false.into());
            if let Some(Json::String(foot)) = fields.get_mut("fot") {
                *foot = with_whole_sums(foot);
            }
        }
        Self { order, picture: Bytes::new(picture.to_vec()), data }
    }

    fn put(&mut self, field: &str, value: Json) {
        if let Json::Object(fields) = &mut self.data {
            fields.insert(field.to_owned(), value);
        }
    }
}

/// A document that is laid out: the template's world, the file's key and the pages.
pub(super) type LaidOut = (Desk, String, PagedDocument);

/// How a task is laid out: [`at`], or in tests the same and counted.
type Lay<'l> = &'l mut dyn FnMut(&Task<'_>, f64, f64) -> Result<LaidOut, Fault>;

/// The pages in type of a size, with so much of the usual space between paragraphs.
pub(super) fn at(task: &Task<'_>, size: f64, space: f64) -> Result<LaidOut, Fault> {
    let (desk, ident) = desk(task, size, space)?;
    let pages = pages(&desk, task)?;
    Ok((desk, ident, pages))
}

/// Large type is as large as one page allows; what fits on no page is as large as it can be, and smaller
/// only where that saves a page that would hold next to nothing. Other type has its size, and less space
/// between its paragraphs where a page would otherwise hold next to nothing; where that isn't enough, what is told of the
/// meeting as such takes all of itself along to a new page.
fn fit(task: &mut Task<'_>, lay: Lay<'_>) -> Result<LaidOut, Fault> {
    let usual = tightened(task, lay)?;
    let meagre = meagre_pages(&usual.2);
    if task.order.large || meagre == 0 {
        return Ok(usual);
    }
    task.put(ABOUT_ON_NEW_PAGE, true.into());
    let together = lay(task, size(task.order), 1.0)?;
    if together.2.pages().len() <= usual.2.pages().len() && meagre_pages(&together.2) < meagre {
        return Ok(together);
    }
    task.put(ABOUT_ON_NEW_PAGE, false.into());
    Ok(usual)
}

/// What the template is told where the end of what stands of the meeting as such would otherwise be alone on a page.
const ABOUT_ON_NEW_PAGE: &str = "om_motet_ny_sida";

fn tightened(task: &Task<'_>, lay: Lay<'_>) -> Result<LaidOut, Fault> {
    let mut at = |size: f64, space: f64| lay(task, size, space);
    let usual = at(size(task.order), 1.0)?;
    if task.order.large {
        if usual.2.pages().len() < 2 {
            return Ok(usual);
        }
        let mut smaller = Vec::new();
        for (size, space) in SMALLER {
            let laid = at(size, space)?;
            if laid.2.pages().len() < 2 {
                return Ok(laid);
            }
            smaller.push(laid);
        }
        if meagre_pages(&usual.2) == 0 {
            return Ok(usual);
        }
        let saves_a_page = |laid: &LaidOut| laid.2.pages().len() < usual.2.pages().len();
        for space in TIGHTER.into_iter().chain([LEAST_SPACE]) {
            let tighter = at(LARGE, space)?;
            if saves_a_page(&tighter) {
                return Ok(tighter);
            }
        }
        let smaller = smaller.into_iter().find(saves_a_page);
        return Ok(smaller.unwrap_or(usual));
    }
    if meagre_pages(&usual.2) == 0 {
        return Ok(usual);
    }
    // Whether it helps at all shows with the least space; then the most that does as well is enough.
    let least = at(size(task.order), LEAST_SPACE)?;
    if least.2.pages().len() >= usual.2.pages().len() {
        return Ok(usual);
    }
    for space in TIGHTER {
        let tighter = at(size(task.order), space)?;
        if tighter.2.pages().len() <= least.2.pages().len() {
            return Ok(tighter);
        }
    }
    Ok(least)
}

/// How much of the usual space there is between paragraphs, where a page would otherwise hold next to nothing.
const TIGHTER: [f64; 2] = [0.88, 0.76];
/// The least of it.
const LEAST_SPACE: f64 = 0.64;

/// A page after the first is meagre where nothing stands below this, in parts of its height.
const MEAGRE: f64 = 0.34;

/// Where the foot of a page begins, in parts of its height: what stands there stands on every page.
const FOOT: f64 = 0.925;

/// The pages after the first that hold next to nothing.
fn meagre_pages(document: &PagedDocument) -> usize {
    document.pages().iter().skip(1).filter(|page| lowest(&page.frame) < MEAGRE).count()
}

/// How far down on a page its text goes, in parts of its height, without its foot.
fn lowest(page: &Frame) -> f64 {
    fn walk(frame: &Frame, at: Point, height: f64, low: &mut f64) {
        for (place, item) in frame.items() {
            let here = at + *place;
            match item {
                FrameItem::Group(group) => walk(&group.frame, here, height, low),
                FrameItem::Text(_) => {
                    let part = here.y.to_pt() / height;
                    if part < FOOT {
                        *low = low.max(part);
                    }
                }
                _ => {}
            }
        }
    }
    let mut low = 0.0;
    walk(page, Point::zero(), page.height().to_pt(), &mut low);
    low
}

/// The pages, with the slip on the front of a sheet: what is torn off takes along what stands on its back. Less space may be
/// enough for that; otherwise it gets a sheet of its own.
pub(super) fn with_slip_in_front(task: &mut Task<'_>) -> Result<LaidOut, Fault> {
    fitted(task, &mut at)
}

/// The same, as `lay` lays it out.
pub(super) fn fitted(task: &mut Task<'_>, lay: Lay<'_>) -> Result<LaidOut, Fault> {
    let usual = fit(task, lay)?;
    if !slip_is_on_a_back(&usual.2) {
        return Ok(usual);
    }
    for space in TIGHTER.into_iter().chain([LEAST_SPACE]) {
        let tighter = lay(task, size(task.order), space)?;
        if !slip_is_on_a_back(&tighter.2) {
            return Ok(tighter);
        }
    }
    task.put(SLIP_ON_NEW_SHEET, true.into());
    fit(task, lay)
}

/// What the template is told where the slip would otherwise stand on the back of a sheet.
const SLIP_ON_NEW_SHEET: &str = "talong_nytt_blad";

/// The heading of the slip, as the template knows it.
const SLIP: &str = "Svarstalong";

/// Whether the slip stands on the back of a sheet: on a page with an even number.
fn slip_is_on_a_back(document: &PagedDocument) -> bool {
    fn has_slip(frame: &Frame) -> bool {
        frame.items().any(|(_, item)| match item {
            FrameItem::Group(group) => has_slip(&group.frame),
            FrameItem::Text(text) => text.text.as_str() == SLIP,
            _ => false,
        })
    }
    document.pages().iter().rposition(|page| has_slip(&page.frame)).is_some_and(|index| index % 2 == 1)
}

/// The size of running text, in points.
pub(super) fn size(order: &Order) -> f64 {
    if order.large { LARGE } else { 10.5 }
}

/// The size of large type, in points.
const LARGE: f64 = 15.0;

/// What is tried where large type would need more than a page: points, and parts of the usual space between paragraphs.
const SMALLER: [(f64, f64); 6] =
    [(14.0, 0.85), (13.0, 0.85), (12.0, 0.85), (12.0, 0.6), (11.0, 0.85), (11.0, 0.6)];

/// Everything that Typst reads, and a key for the document that changes with its content.
pub(super) fn desk(task: &Task<'_>, size: f64, space: f64) -> Result<(Desk, String), Fault> {
    let own = |message: &str| Fault::Own { message: message.to_owned() };
    let mut data = task.data.clone();
    if let Json::Object(fields) = &mut data {
        fields.insert("storlek".to_owned(), size.into());
        fields.insert("luft".to_owned(), space.into());
    }
    let ident = hex::encode(Sha256::digest(data.to_string()));
    let value: Value = serde_json::from_value(data).map_err(|error| own(&error.to_string()))?;
    let mut inputs = Dict::new();
    inputs.insert("dokument".into(), value);

    let source = task.order.template.as_deref().unwrap_or(TEMPLATE);
    let main = file_id("protokoll.typ").ok_or_else(|| own("protokoll.typ"))?;
    let logo = task.order.logo.as_deref().and_then(file_id).map(|id| (id, task.picture.clone()));
    let desk = Desk {
        library: LazyHash::new(Library::builder().with_inputs(inputs).build()),
        main: Source::new(main, source.to_owned()),
        logo,
    };
    Ok((desk, ident))
}

/// The pages as they are laid out.
pub(super) fn pages(desk: &Desk, task: &Task<'_>) -> Result<PagedDocument, Fault> {
    typst::compile::<PagedDocument>(desk).output.map_err(|errors| fault(desk, task, &errors))
}

fn export(desk: &Desk, task: &Task<'_>, pages: &PagedDocument, ident: String) -> Result<Vec<u8>, Fault> {
    let standards = PdfStandards::new(&[PdfStandard::A_2a, PdfStandard::Ua_1])
        .map_err(|error| Fault::Own { message: error.message().to_string() })?;
    let at = task.order.made_at;
    let small = |number: u32| u8::try_from(number).unwrap_or(0);
    let made = Datetime::from_ymd_hms(
        at.year(),
        small(at.month()),
        small(at.day()),
        small(at.hour()),
        small(at.minute()),
        small(at.second()),
    );
    let options = PdfOptions {
        ident: Smart::Custom(ident),
        creator: Smart::Custom(Some("samverkan".to_owned())),
        timestamp: made.map(Timestamp::new_utc),
        standards,
        ..PdfOptions::default()
    };
    typst_pdf::pdf(pages, &options).map_err(|errors| fault(desk, task, &errors))
}

/// What Typst found wrong, and where. It never quotes the document: only the template's text is named.
fn fault(desk: &Desk, task: &Task<'_>, errors: &[SourceDiagnostic]) -> Fault {
    let first = errors.first();
    let message = first.map(|error| error.message.to_string()).unwrap_or_default();
    if task.order.logo.is_some() && (message.contains("decode image") || message.contains("SVG")) {
        return Fault::Logo;
    }
    if task.order.template.is_none() {
        return Fault::Own { message };
    }
    // The fault may lie in something that the template calls: its own line is in the trace then.
    let spans = first.into_iter().flat_map(|error| {
        std::iter::once(error.span).chain(error.trace.iter().map(|point| DiagSpan::from(point.span)))
    });
    let line = spans
        .filter_map(|span| desk.range(span))
        .find_map(|range| desk.main.lines().byte_to_line(range.start))
        .map(|line| line + 1);
    Fault::Template { line, message }
}

/// Every text of the data as it can be set.
fn make_printable(value: &mut Json) {
    match value {
        Json::String(text) => *text = printable(text),
        Json::Array(rows) => rows.iter_mut().for_each(make_printable),
        Json::Object(fields) => fields.values_mut().for_each(make_printable),
        _ => {}
    }
}

/// The length of the longest text, in bytes.
fn longest(value: &Json) -> usize {
    match value {
        Json::String(text) => text.len(),
        Json::Array(rows) => rows.iter().map(longest).max().unwrap_or(0),
        Json::Object(fields) => fields.values().map(longest).max().unwrap_or(0),
        _ => 0,
    }
}

/// A text that can be set: what no typeface has is written as its number, and a word that is wider than a column can be
/// broken.
pub(super) fn printable(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            // They only ask for another shape of what stands before them.
            '\u{200d}' | '\u{fe00}'..='\u{fe0f}' | '\u{20e3}' | '\u{1f3fb}'..='\u{1f3ff}' => {}
            '\n' => out.push('\n'),
            _ if c.is_whitespace() => out.push(if c == '\u{a0}' { c } else { ' ' }),
            _ if has_glyph(c) => out.push(c),
            _ => {
                let _ = write!(out, "[U+{:04X}]", u32::from(c));
            }
        }
    }
    if out.split_whitespace().any(|word| word.len() > LONGEST_WORD) { breakable(&out) } else { out }
}

/// A text in which checksums have no break: they are copied and searched, and the foot is as wide as the page.
fn with_whole_sums(text: &str) -> String {
    let whole = |word: &str| {
        let bare = word.replace('\u{200b}', "");
        let is_sum = bare.len() == SUM && bare.chars().all(|c| c.is_ascii_hexdigit());
        if is_sum { bare } else { word.to_owned() }
    };
    text.split(' ').map(whole).collect::<Vec<_>>().join(" ")
}

/// So many digits has a checksum.
const SUM: usize = 64;

fn has_glyph(c: char) -> bool {
    c.is_ascii() || FONTS.iter().any(|font| font.info().coverage.contains(u32::from(c)))
}

fn breakable(text: &str) -> String {
    text.split_inclusive(char::is_whitespace)
        .map(|word| {
            let letters: Vec<&str> = word.graphemes(true).collect();
            if letters.len() <= LONGEST_WORD {
                return word.to_owned();
            }
            letters.chunks(BREAK_EVERY).map(<[&str]>::concat).collect::<Vec<_>>().join("\u{200b}")
        })
        .collect()
}
