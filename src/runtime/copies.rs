//! Copies of the minutes: each is made from the complete document, as the list of who gets what says, and goes out through
//! [`way_out`](super::way_out).

use super::letterhead::{Letterhead, PaperError};
use super::minutes_files::{self, minutes_stem};
use super::paper::Paper;
use super::way_out::{Made, Tells};
use crate::app::Now;
use crate::app::effect::{CopyOrder, LockOrder};
use crate::domain::copies::{self, Part, Share, Why};
use crate::domain::dates::long_date;
use crate::domain::law::Laws;
use crate::domain::meeting::{Callings, Meeting};
use crate::domain::progress::{Follow, Progress, Stopped};
use crate::domain::record::{CopyLog, Participant, Version};
use crate::minutes::document::Fact;
use crate::minutes::{
    self, Document, Format, Options, Reader, Whole, difference, find_reader, find_reader_among,
};
use crate::store::{LockRequest, Store, StoreError};
use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};

/// When the minutes as they stand were made: when the version was locked, otherwise now.
pub fn made_at(meeting: &Meeting, now: Now) -> DateTime<Utc> {
    made_when(meeting.latest_version().filter(|_| meeting.is_locked()), now)
}

/// When a version of the minutes was made; now, for what isn't locked.
pub fn made_when(version: Option<&Version>, now: Now) -> DateTime<Utc> {
    version.map_or(now.utc, |version| version.at)
}

/// Why a copy can't be made.
#[derive(Debug, thiserror::Error)]
pub enum CopyError {
    /// The database says no.
    #[error("{0}")]
    Store(#[from] StoreError),
    /// The document can't be written in the format.
    #[error("{0}")]
    Paper(#[from] PaperError),
    /// Somebody stopped it.
    #[error("{0}")]
    Stopped(#[from] Stopped),
    /// Nobody in the meeting goes by that name.
    #[error(
        "Mötet känner ingen mottagare som heter så. Skriv en deltagares namn eller roll, en verksamhet, eller någon som står bland mottagarna."
    )]
    NoReader,
    /// The list gives them nothing.
    #[error("Mottagaren får inget: {}.", .0.words())]
    Refused(Why),
    /// The recipient took no part in that ärende.
    #[error("Mottagaren var inte med i det ärendet och får det inte.")]
    NotTheirs,
}

/// What all papers of the minutes as they stand are made from: the locked version's own, or as they would be now, with what the law
/// says by `laws`.
///
/// # Errors
/// As [`Store::version_document`].
pub fn complete(
    store: &Store,
    meeting: &Meeting,
    printed_at: NaiveDateTime,
    laws: &Laws,
) -> Result<Whole, StoreError> {
    match meeting.latest_version().filter(|_| meeting.is_locked()) {
        Some(version) => kept(store, version),
        None => Ok(minutes_files::whole(meeting, store.is_practice(), printed_at, laws)),
    }
}

/// What all papers of a locked version are made from.
///
/// # Errors
/// [`StoreError::NoSuchVersion`], and as [`Store::version_document`].
pub fn of_version(store: &Store, meeting: &Meeting, number: i64) -> Result<Whole, StoreError> {
    let version = meeting.versions.iter().find(|version| version.number == number);
    kept(store, version.ok_or(StoreError::NoSuchVersion(number))?)
}

fn kept(store: &Store, version: &Version) -> Result<Whole, StoreError> {
    let json = store.version_document(version)?;
    serde_json::from_str(&json).map_err(|_| StoreError::UnreadableRow("protokoll_dokument"))
}

/// What differs between a version and a later one, or the draft, as a document to read or print. Between
/// the file copies; with a reader, between the copies that they may have.
///
/// # Errors
/// As [`of_version`].
pub fn difference(
    store: &Store,
    meeting: &Meeting,
    (from, to): (i64, Option<i64>),
    reader: Option<&Reader>,
    (printed_at, laws): (NaiveDateTime, &Laws),
) -> Result<Document, StoreError> {
    // What is locked is no draft.
    let to = to.or_else(|| meeting.latest_version().filter(|_| meeting.is_locked()).map(|row| row.number));
    let old = of_version(store, meeting, from)?;
    let new = match to {
        Some(number) => of_version(store, meeting, number)?,
        None => complete(store, meeting, printed_at, laws)?,
    };
    let (old, new) = match reader {
        Some(reader) => (old.copy_for(reader), new.copy_for(reader)),
        None => (old.file_copy(), new.file_copy()),
    };
    let mut head = vec![Fact::new("Från", named(&old, Some(from))), Fact::new("Till", named(&new, to))];
    let reasons = meeting.openings.iter().filter(|row| {
        // What one recipient may not read may be the reason.
        reader.is_none() && row.number > from && to.is_none_or(|to| row.number <= to)
    });
    head.extend(reasons.map(|row| {
        let day = long_date(row.at.with_timezone(&zone(meeting)).date_naive());
        Fact::new("Varför", format!("{} – {}, {day}", row.reason, row.by))
    }));
    let foot = new.foot.clone();
    Ok(difference::document(&old, &new, head, foot))
}

fn zone(meeting: &Meeting) -> chrono_tz::Tz {
    meeting.head.zone.parse().unwrap_or(chrono_tz::Europe::Stockholm)
}

fn named(document: &Document, number: Option<i64>) -> String {
    let foot = document.foot.trim_end_matches('.');
    number.map_or_else(|| format!("utkastet. {foot}"), |_| foot.to_owned())
}

/// Locks a closed meeting's minutes as the next version.
///
/// # Errors
/// As [`Store::lock`].
pub fn lock(store: &mut Store, order: &LockOrder, laws: &Laws, now: Now) -> Result<Version, StoreError> {
    let request = LockRequest {
        approval: order.approval,
        by: order.by.clone(),
        registered: order.registered.clone(),
        locked_by: order.locked_by.clone(),
    };
    let practice = store.is_practice();
    store.lock(order.meeting, &request, (order.id, order.row), now.utc, &|meeting, version| {
        let mut locked = meeting.clone();
        locked.versions.push(version.clone());
        let (printed_at, laws) = (now.local(), laws.clone());
        let options = Options { printed_at, draft: false, practice, print_names: false, reader: None, laws };
        serde_json::to_string(&minutes::whole(&locked, &options))
            .map_err(|_| StoreError::UnreadableRow("protokoll_dokument"))
    })
}

/// The copy that an order asks for; nothing where it asks for nothing of the minutes.
///
/// # Errors
/// [`CopyError::NoReader`].
pub fn copy(
    meeting: &Callings<'_>,
    complete: &Whole,
    order: &CopyOrder,
) -> Result<Option<Document>, CopyError> {
    let reader = find_reader_among(meeting, &order.who).ok_or(CopyError::NoReader)?;
    Ok(match &order.part {
        Part::Whole => Some(complete.copy_for(&reader)),
        Part::Arenden(items) => Some(complete.copy_for(&reader.for_arenden(items))),
        Part::Nothing(_) => None,
    })
}

/// The plan in plain language, where an order asks for it and the recipient is of those who may have it. What of the
/// minutes they get is what the plan is made of; the child gets the plan alone, of all that it took part in.
pub fn plan(meeting: &Meeting, order: &CopyOrder, practice: bool) -> Option<Document> {
    minutes::plan(meeting, &[plan_reader(meeting, order)?], practice)
}

/// What a log has to say that such a plan tells of.
pub fn plan_tells(meeting: &Meeting, order: &CopyOrder) -> Tells {
    let readers: Vec<Reader> = plan_reader(meeting, order).into_iter().collect();
    Tells::of(meeting).only(&minutes::plan_tells_of(meeting, &readers))
}

fn plan_reader(meeting: &Meeting, order: &CopyOrder) -> Option<Reader> {
    if !order.plan {
        return None;
    }
    let share = copies::share_of(meeting, &order.who, meeting.head.planned.date(), &[]);
    let family = share.participant.and_then(|id| meeting.participant(id)).is_some_and(Participant::is_family);
    if !family {
        return None;
    }
    let reader = find_reader(meeting, &order.who)?;
    Some(match &order.part {
        Part::Arenden(items) => reader.for_arenden(items),
        _ => reader,
    })
}

/// All of the minutes, in the log: "hela protokollet".
pub fn whole_in_words(meeting: &Meeting) -> String {
    copies::describe(meeting, &Part::Whole)
}

/// Whether the list of who gets what gives an order: what it says, or less, with a plan only where it says so.
///
/// # Errors
/// [`CopyError::Refused`] with the reason, [`CopyError::NotTheirs`].
pub fn allowed(
    meeting: &Meeting,
    order: &CopyOrder,
    today: NaiveDate,
    given: &[CopyLog],
) -> Result<(), CopyError> {
    let callings = Callings::of(meeting);
    let all = copies::shares_among(&callings, today, given);
    allowed_by(&callings, &all, order)
}

/// As [`allowed`], by the list itself.
fn allowed_by(meeting: &Callings<'_>, all: &[Share], order: &CopyOrder) -> Result<(), CopyError> {
    let share = copies::listed_among(meeting, all, &order.who);
    if order.plan && !share.plan {
        return Err(CopyError::Refused(Why::NotListed));
    }
    let choices = copies::choices(meeting, &share);
    let is_less = |part: &Part| match (part, &order.part) {
        (Part::Whole, Part::Arenden(_)) => true,
        (Part::Arenden(all), Part::Arenden(some)) => some.iter().all(|item| all.contains(item)),
        _ => false,
    };
    match (&order.part, &share.part) {
        (Part::Nothing(_), _) => Ok(()),
        (part, _) if order.despite && share.despite.as_ref() == Some(part) => Ok(()),
        (part, _) if choices.iter().any(|choice| choice == part || is_less(choice)) => Ok(()),
        (_, Part::Nothing(why)) => Err(CopyError::Refused(*why)),
        _ => Err(CopyError::NotTheirs),
    }
}

/// Sets the papers, and tells how far it has come. They go out, and into the log, through [`way_out`](super::way_out).
///
/// # Errors
/// [`CopyError`]; then nothing may be given out.
pub fn set(
    papers: &[Paper],
    letterhead: &Letterhead,
    follow: &mut Follow<'_>,
) -> Result<Vec<Made>, CopyError> {
    let mut made = Vec::new();
    for (done, paper) in papers.iter().enumerate() {
        follow(Progress::things("Gör papper", done, papers.len()))?;
        made.push(paper.made(letterhead, false)?.0);
    }
    Ok(made)
}

/// The copies as they are to be set, each after the list has been asked once more.
///
/// # Errors
/// [`CopyError`]; then nothing may be given out.
pub fn papers(
    store: &Store,
    meeting: &Meeting,
    orders: &[CopyOrder],
    (format, laws): (Format, &Laws),
    now: Now,
) -> Result<Vec<Paper>, CopyError> {
    let whole = complete(store, meeting, now.local(), laws)?;
    let given = store.copies(meeting.id())?;
    let tells = Tells::of(meeting);
    let stem = minutes_stem(store, meeting, tells.version);
    let mut papers = Vec::new();
    let callings = Callings::of(meeting);
    let all = copies::shares_among(&callings, now.today(), &given);
    for order in orders {
        allowed_by(&callings, &all, order)?;
        let tells = match &order.part {
            Part::Arenden(items) => tells.clone().only(items),
            _ => tells.clone(),
        };
        let copy =
            copy(&callings, &whole, order)?.map(|document| (document, order.what.as_str(), "kopia", tells));
        let plan = plan(meeting, order, store.is_practice())
            .map(|plan| (plan, copies::PLAN, "min-plan", plan_tells(meeting, order)));
        for (document, what, kind, tells) in copy.into_iter().chain(plan) {
            let stem = format!("{stem}-{kind}-{:02}", order.number);
            let content = (document, format, made_at(meeting, now));
            papers.push(Paper::new((&order.who, what), &stem, tells, content));
        }
    }
    Ok(papers)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::command::{Change, Code, Command};
    use crate::domain::copies::{describe, shares};
    use crate::domain::ids::Ids;
    use crate::domain::progress::unfollowed;
    use crate::domain::record::{Approval, Head, MeetingStatus, Opening};
    use crate::minutes::plain;
    use crate::runtime::practice::filled;
    use crate::runtime::way_out::to_files;
    use crate::store::MeetingFilter;
    use sha2::{Digest, Sha256};
    use tempfile::TempDir;

    fn make(
        store: &Store,
        meeting: &Meeting,
        orders: &[CopyOrder],
        format: Format,
        letterhead: &Letterhead,
        now: Now,
    ) -> Result<Vec<Made>, CopyError> {
        set(&papers(store, meeting, orders, (format, letterhead.laws()), now)?, letterhead, &mut unfollowed)
    }

    #[test]
    fn papers_are_told_of_one_by_one_and_stop_where_somebody_says_so() {
        let (_folder, store, meeting, _) = practice("sip");
        let orders = orders(&meeting, &[]);
        let letterhead = Letterhead::default();
        let mut told = Vec::new();
        let mut follow = |progress: Progress| {
            told.push(progress.in_words());
            if told.len() == 3 { Err(Stopped) } else { Ok(()) }
        };
        let how = (Format::Plain, letterhead.laws());
        let made = set(&papers(&store, &meeting, &orders, how, at(0)).unwrap(), &letterhead, &mut follow);
        assert!(matches!(made, Err(CopyError::Stopped(_))), "{made:?}");
        assert!(
            told[0].starts_with("Gör papper: 0 av ") && told[2].starts_with("Gör papper: 2 av "),
            "{told:?}"
        );
        assert_eq!(store.copies(meeting.id()).unwrap(), [], "nothing has gone out");
    }

    fn at(minutes: i64) -> Now {
        let utc: chrono::DateTime<chrono::Utc> = "2026-11-23T08:20:00Z".parse().unwrap();
        Now { utc: utc + chrono::TimeDelta::minutes(minutes), zone: chrono_tz::Europe::Stockholm }
    }

    fn practice(form: &str) -> (TempDir, Store, Meeting, Ids) {
        let folder = tempfile::tempdir().unwrap();
        let store = filled(&folder.path().join("ovning.db"), at(0)).unwrap();
        let row = store
            .meetings(&MeetingFilter::default())
            .unwrap()
            .into_iter()
            .find(|row| row.agenda_id == form && row.status == MeetingStatus::Avslutat)
            .unwrap();
        let meeting = store.meeting(row.id).unwrap();
        (folder, store, meeting, Ids::new(9))
    }

    fn lock_it(store: &mut Store, meeting: &Meeting, ids: &mut Ids, now: Now) -> Version {
        let order = LockOrder {
            id: ids.next(now.unix_ms()),
            row: ids.next(now.unix_ms()),
            meeting: meeting.id(),
            approval: Approval::Justerat,
            by: "Eva Ek, rektor".to_owned(),
            registered: "Akt 2026-17".to_owned(),
            locked_by: None,
        };
        lock(store, &order, &Laws::default(), now).unwrap()
    }

    fn orders(meeting: &Meeting, given: &[CopyLog]) -> Vec<CopyOrder> {
        shares(meeting, at(0).today(), given)
            .into_iter()
            .enumerate()
            .map(|(index, share)| CopyOrder {
                number: index + 1,
                what: describe(meeting, &share.part),
                who: share.who,
                part: share.part,
                plan: share.plan,
                despite: false,
            })
            .collect()
    }

    /// PDF is tried where the paper program is there: in the tests from outside.
    const TEXTS: [Format; 3] = [Format::Markdown, Format::Plain, Format::Json];

    #[test]
    fn the_same_version_gives_the_same_bytes_whenever_it_is_made() {
        let (folder, mut store, meeting, mut ids) = practice("sip");
        lock_it(&mut store, &meeting, &mut ids, at(0));
        let meeting = store.meeting(meeting.id()).unwrap();
        let copies = |store: &Store, now: Now| {
            let orders = orders(&meeting, &[]);
            TEXTS.map(|format| make(store, &meeting, &orders, format, &Letterhead::default(), now).unwrap())
        };
        let (first, later) = (copies(&store, at(1)), copies(&store, at(60 * 24 * 40)));
        assert_eq!(first, later);
        assert!(first[0].len() >= 4, "{}", first[0].len());
        let whole = first[1].iter().find(|made| made.what != copies::PLAN).unwrap();
        let text = String::from_utf8(whole.bytes().to_vec()).unwrap();
        assert!(text.contains("Akt 2026-17") && !text.contains("UTKAST"), "{text}");
        assert!(store.copies(meeting.id()).unwrap().is_empty(), "nothing has gone out yet");
        store.come_through(None, "nagon");
        for made in &first {
            to_files(&mut store, &folder.path().join("ovning.db"), made, (&mut ids, at(1))).unwrap();
        }
        let logged = store.copies(meeting.id()).unwrap();
        assert_eq!(logged.len(), TEXTS.len() * first[0].len());
        assert_eq!(logged[0].checksum, hex::encode(Sha256::digest(first[0][0].bytes())));
        assert_eq!((logged[0].version, logged[0].by.as_deref()), (Some(1), Some("(kontot nagon)")));
        assert!(store.verify().unwrap().is_sound());
    }

    #[test]
    fn a_file_name_says_nothing_of_anybody() {
        for form in ["sip", "eht", "bht"] {
            let (_folder, store, meeting, _) = practice(form);
            let orders = orders(&meeting, &[]);
            let made = make(&store, &meeting, &orders, Format::Plain, &Letterhead::default(), at(0)).unwrap();
            let mut names: Vec<&str> = made.iter().map(|made| made.name.as_str()).collect();
            for name in &names {
                let folded = name.to_lowercase();
                for child in &meeting.children {
                    assert!(!folded.contains(&child.alias.to_lowercase()), "{name}");
                }
                for person in &meeting.participants {
                    for word in person.name.split(' ').chain([person.role.as_str()]) {
                        assert!(word.is_empty() || !folded.contains(&word.to_lowercase()), "{name}: {word}");
                    }
                }
            }
            names.dedup();
            assert_eq!(names.len(), made.len(), "each has a name of its own");
        }
    }

    #[test]
    fn the_plan_goes_to_child_and_guardians_alone_and_is_logged() {
        let (folder, mut store, meeting, mut ids) = practice("sip");
        let orders = orders(&meeting, &[]);
        let made = make(&store, &meeting, &orders, Format::Plain, &Letterhead::default(), at(0)).unwrap();
        to_files(&mut store, &folder.path().join("ovning.db"), &made, (&mut ids, at(0))).unwrap();
        let plans: Vec<&Made> = made.iter().filter(|made| made.what == copies::PLAN).collect();
        let wanted = orders.iter().filter(|order| order.plan).count();
        assert!(wanted >= 2 && plans.len() == wanted, "{} of {wanted}", plans.len());
        for plan in plans {
            let person = meeting.participants.iter().find(|person| person.name_and_role() == plan.who);
            assert!(person.is_some_and(Participant::is_family), "{}", plan.who);
            assert!(plan.name.contains("min-plan"), "{}", plan.name);
            let logged = store.copies(meeting.id()).unwrap();
            assert!(logged.iter().any(|row| row.recipient == plan.who && row.what == copies::PLAN));
        }
        let staff = meeting.participants.iter().find(|person| !person.is_family()).unwrap();
        let order = CopyOrder { who: staff.name_and_role(), plan: true, ..orders[0].clone() };
        assert!(plan(&meeting, &order, false).is_none(), "{}", staff.role);
    }

    #[test]
    fn a_new_version_tells_what_differs_and_why() {
        let (_folder, mut store, meeting, mut ids) = practice("eht");
        lock_it(&mut store, &meeting, &mut ids, at(0));
        let opening = Opening {
            id: ids.next(at(1).unix_ms()),
            meeting: meeting.id(),
            number: 2,
            by: "Eva Ek, rektor".to_owned(),
            reason: "Fel antal minuter".to_owned(),
            at: at(1).utc,
        };
        let mut entry = meeting.entries.iter().find(|entry| entry.action().is_some()).unwrap().clone();
        entry.text = format!("{} varje dag", entry.text);
        let commands = vec![
            (Code::NewVersion, Change::put(opening)),
            (Code::EditHead, Change::put(Head { place: Some("Rum 3".to_owned()), ..meeting.head.clone() })),
            (Code::Edit(entry.kind()), Change::put(entry)),
        ];
        for (code, change) in commands {
            let command = Command {
                id: ids.next(at(2).unix_ms()),
                code,
                meeting: Some(meeting.id()),
                snapshot: None,
                changes: vec![change],
            };
            store.commit(&command, at(2).utc).unwrap();
        }
        let draft = store.meeting(meeting.id()).unwrap();
        let said = difference(&store, &draft, (1, None), None, (at(3).local(), &Laws::default())).unwrap();
        let said = plain::render(&said).split_whitespace().collect::<Vec<_>>().join(" ");
        for wanted in ["Fel antal minuter", "[+ varje dag]", "Plats", "→ Rum 3]"] {
            assert!(said.contains(wanted), "{wanted}: {said}");
        }
        let text =
            plain::render(&complete(&store, &draft, at(3).local(), &Laws::default()).unwrap().file_copy());
        assert!(text.contains("UTKAST till version 2"), "{text}");
        lock_it(&mut store, &draft, &mut ids, at(4));
        let second = store.meeting(meeting.id()).unwrap();
        let text =
            plain::render(&complete(&store, &second, at(5).local(), &Laws::default()).unwrap().file_copy());
        assert!(text.contains("Version 2.") && text.contains("Fel antal minuter"), "{text}");
        assert!(difference(&store, &second, (1, Some(2)), None, (at(9).local(), &Laws::default())).is_ok());
        assert!(matches!(of_version(&store, &second, 3), Err(StoreError::NoSuchVersion(3))));
        let mentor = find_reader(&second, "Mentor").unwrap();
        let copy = plain::render(
            &complete(&store, &second, at(5).local(), &Laws::default()).unwrap().copy_for(&mentor),
        );
        assert!(!copy.contains("Fel antal minuter"), "a reason is for those who take part in everything");
    }

    #[test]
    fn what_a_young_person_said_no_to_is_made_only_where_somebody_said_why() {
        let (_folder, _store, mut meeting, _) = practice("sip");
        meeting.recipients.clear();
        meeting.children[0].born = Some("2010-06-01".to_owned());
        for consent in meeting.consents.iter_mut().filter(|consent| consent.by_child) {
            consent.answer = crate::domain::record::ConsentAnswer::Nej;
        }
        let shares = shares(&meeting, at(0).today(), &[]);
        let guardian = shares.iter().find(|share| share.despite.is_some()).unwrap();
        let order = |who: &str, part: Part, despite: bool| {
            let what = "hela protokollet".to_owned();
            let order = CopyOrder { number: 1, who: who.to_owned(), part, what, plan: false, despite };
            allowed(&meeting, &order, at(0).today(), &[])
        };
        let refused = order(&guardian.who, Part::Whole, false);
        assert!(matches!(refused, Err(CopyError::Refused(Why::ChildRefused))), "{refused:?}");
        assert!(order(&guardian.who, Part::Whole, true).is_ok());
        // It opens no other door.
        for share in shares.iter().filter(|share| share.despite.is_none() && share.most != Part::Whole) {
            assert!(order(&share.who, Part::Whole, true).is_err(), "{share:?}");
        }
    }

    #[test]
    fn a_recipient_who_gets_nothing_is_refused_and_so_is_more_than_the_list_gives() {
        let (_folder, store, meeting, _) = practice("eht");
        let order = |who: &str, part: Part| CopyOrder {
            number: 1,
            who: who.to_owned(),
            part,
            what: "hela protokollet".to_owned(),
            plan: false,
            despite: false,
        };
        let make =
            |order: CopyOrder| make(&store, &meeting, &[order], Format::Plain, &Letterhead::default(), at(0));
        let refused = make(order("Någon Annan", Part::Whole));
        assert!(matches!(refused, Err(CopyError::Refused(Why::NotListed))), "{refused:?}");
        let shares = shares(&meeting, at(0).today(), &[]);
        let limited = shares.iter().find(|share| matches!(share.part, Part::Arenden(_))).unwrap();
        let refused = make(order(&limited.who, Part::Whole));
        assert!(matches!(refused, Err(CopyError::NotTheirs)), "{refused:?}");
        assert!(make(order(&limited.who, limited.part.clone())).is_ok());
        assert!(store.copies(meeting.id()).unwrap().is_empty());
    }

    #[test]
    fn two_databases_in_one_folder_never_write_over_each_other() {
        let folder = tempfile::tempdir().unwrap();
        let mut sums = Vec::new();
        for (name, hour) in [("a.db", 0), ("b.db", 1)] {
            let path = folder.path().join(name);
            let mut store = filled(&path, at(0)).unwrap();
            let row = store.resolve("senaste").unwrap();
            let meeting = store.meeting(row).unwrap();
            let mut ids = Ids::new(hour);
            let text = format!("{name} skrev").into_bytes();
            let one = Made::new("", "hela protokollet", "samma.txt".to_owned(), Tells::of(&meeting), text);
            for _ in 0..2 {
                let files =
                    to_files(&mut store, &path, std::slice::from_ref(&one), (&mut ids, at(0))).unwrap();
                let logged = store.copies(meeting.id()).unwrap().pop().unwrap();
                let there = hex::encode(Sha256::digest(std::fs::read(&files[0]).unwrap()));
                assert_eq!(logged.checksum, there);
                sums.push((files[0].clone(), there));
            }
        }
        assert_eq!(sums[0], sums[1], "the same paper again takes its own place");
        assert!(sums[2].0.ends_with("samma-2.txt"), "{:?}", sums[2].0);
        for (file, sum) in sums {
            assert_eq!(hex::encode(Sha256::digest(std::fs::read(file).unwrap())), sum);
        }
    }

    #[test]
    fn what_was_given_over_is_never_written_over_and_carries_its_checksum() {
        let (folder, mut store, meeting, mut ids) = practice("sip");
        let database = folder.path().join("ovning.db");
        let made = |text: &str| {
            Made::new("Ann", "hela protokollet", "utkast.txt".to_owned(), Tells::of(&meeting), text.into())
        };
        let mut write = |store: &mut Store, text: &str| {
            to_files(store, &database, &[made(text)], (&mut ids, at(0))).unwrap().remove(0)
        };
        let first = write(&mut store, "ett");
        let row = store.copies(meeting.id()).unwrap().pop().unwrap();
        crate::runtime::way_out::handed_over(&mut store, &row, (&mut Ids::new(77), at(1))).unwrap();
        let second = write(&mut store, "två");
        let third = write(&mut store, "två");
        assert!(first != second && second == third, "{first:?} {second:?} {third:?}");
        assert_eq!(hex::encode(Sha256::digest(std::fs::read(first).unwrap())), row.checksum);
        let saved = store.saved_papers().unwrap();
        let names: Vec<_> = saved.iter().filter_map(|paper| paper.file.as_deref()).collect();
        assert_eq!(names, ["utkast.txt", "utkast-2.txt", "utkast-2.txt"]);
    }

    #[test]
    fn a_draft_is_named_after_the_version_that_it_is_a_draft_of() {
        let (_folder, mut store, meeting, mut ids) = practice("sip");
        let shown = |store: &mut Store, minutes: i64| {
            let now = store.meeting(meeting.id()).unwrap();
            let one = Made::new("", "hela protokollet", "a.md".to_owned(), Tells::of(&now), b"x".to_vec());
            crate::runtime::way_out::shown(store, &[one], (&mut Ids::new(50), at(minutes))).unwrap();
        };
        shown(&mut store, 1);
        lock_it(&mut store, &meeting, &mut ids, at(2));
        let opening = Opening {
            id: ids.next(at(3).unix_ms()),
            meeting: meeting.id(),
            number: 2,
            by: "Eva Ek, rektor".to_owned(),
            reason: "Fel antal minuter".to_owned(),
            at: at(3).utc,
        };
        let command = Command {
            id: ids.next(at(3).unix_ms()),
            code: Code::NewVersion,
            meeting: Some(meeting.id()),
            snapshot: None,
            changes: vec![Change::put(opening)],
        };
        store.commit(&command, at(3).utc).unwrap();
        shown(&mut store, 4);
        let now = store.meeting(meeting.id()).unwrap();
        let rows = store.copies(meeting.id()).unwrap();
        let said: Vec<String> =
            rows.iter().map(|row| CopyLog::version_in_words(row.version, now.versions_at(row.at))).collect();
        assert_eq!(said, ["utkast", "utkast till version 2"]);
        let acts = store.journal(None, None, 20).unwrap().acts;
        let told: Vec<String> =
            acts.into_iter().filter_map(|act| act.looked).flat_map(|looked| looked.papers).collect();
        assert!(told[0].contains("utkast till version 2") && told[1].contains("utkast,"), "{told:?}");
    }
}
