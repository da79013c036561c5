//! How a wall is laid out.

use super::super::bricks::Ink;
use super::super::page::{HARD_SPACE, Item, PROPOSAL, TO_DECIDE};
use super::*;
use crate::app::wall::{Again, Agreed, Gathered, Noted, NotedKind, Seat, Time};
use crate::domain::agenda::Phase;
use crate::domain::text;
use crate::view::wall_tests::agreed as point;
use crate::view::widgets::big::Size;

const SIZES: [(u16, u16); 8] =
    [(20, 6), (40, 12), (60, 20), (80, 24), (100, 30), (120, 36), (160, 45), (200, 50)];

fn talk(points: usize) -> Talk {
    let all = [
        ("Kartläggning av avkodning", "Specialpedagog", "senast fre 4 dec"),
        ("Mejla bildschemat hem", "Mentor", "varje fre från 27 nov"),
        ("Komma till fritidsklubben på onsdagarna", "Alla vårdnadshavare", "löpande från 6 nov"),
        ("Samtal: ”Jag vill läsa för någon som inte skrattar.”", "Skolkurator Karin (tillfrågas)", ""),
        ("Kartläggningen görs", "Beslut av rektor", ""),
        ("Lugn plats", "Socialsekreterare barn och unga", "från mån 30 nov"),
        ("Hittas på", "", "varje vecka från 13 nov 2026"),
    ];
    let agreed = (0..points).map(|at| {
        let (what, who, when) = all[at % all.len()];
        let number = u128::try_from(at).unwrap_or_default();
        Agreed { confirmed: at < points / 2, ..point(number, &format!("{what} {at}"), who, when) }
    });
    Talk {
        phase: Phase::Planering,
        walked: Phase::ALL.to_vec(),
        subject: Some("Ärende 2 av 4 · Blå".to_owned()),
        question: "Vill någon hellre göra på annat sätt? Då antecknar vi det.".to_owned(),
        more: vec!["Vad beslutar rektor?".to_owned()],
        turn: None,
        gathered: None,
        agreed: agreed.collect(),
        noted: Vec::new(),
        again: None,
        only: None,
        time: Time::Untold,
    }
}

/// Every text that is set, whole.
fn texts(laid: &Laid) -> Vec<String> {
    let bricks = laid.over.iter().chain(laid.columns.iter().flatten());
    let sets = bricks.flat_map(|brick| &brick.inks).map(|ink| ink.set.lines.join(" "));
    sets.map(|text| text.replace(HARD_SPACE, " ")).collect()
}

/// How many rows are only counted: "3 till nedanför", "FÖRSLAG · 3 till".
fn told(said: &[String]) -> usize {
    let number = |text: &String| {
        let words: Vec<&str> = text.split(' ').collect();
        let at = words.iter().rposition(|word| *word == "till").filter(|at| at + 2 >= words.len())?;
        words.get(at.checked_sub(1)?)?.parse::<usize>().ok()
    };
    said.iter().filter_map(number).sum()
}

fn sizes_of(bricks: &[Brick]) -> Vec<u16> {
    let sets = bricks.iter().flat_map(|brick| &brick.inks).map(|ink| ink.set.kind);
    sets.map(|kind| kind.rows(1)).collect()
}

#[test]
fn who_and_when_are_never_cut_and_what_is_left_out_is_left_out_whole_and_counted() {
    for (width, height_) in SIZES {
        for points in 0..=14 {
            for reads_out in [false, true] {
                let mut talk = talk(points);
                if let (true, Some(last)) = (reads_out, talk.agreed.last_mut()) {
                    last.in_turn = true;
                }
                let area = Rect::new(0, 0, width, height_);
                let laid = lay(Page::of(&talk), area);
                let said = texts(&laid);
                let lone: String = said.concat().replace(' ', "");
                let has = |text: &str| lone.contains(&text.replace(' ', ""));
                let mut left_out = 0;
                for point in &talk.agreed {
                    if has(&point.what) {
                        assert!(
                            has(&point.who) && has(&point.when),
                            "{width}×{height_}: {point:?} in {said:?}"
                        );
                    } else {
                        left_out += 1;
                    }
                }
                let told = told(&said);
                if width >= 60 {
                    assert_eq!(told, left_out, "{width}×{height_}, {points}: {said:?}");
                    assert!(laid.rows() <= height_, "{width}×{height_}, {points}: {}", laid.rows());
                }
            }
        }
    }
}

#[test]
fn of_a_thousand_rows_only_those_are_set_that_could_have_room_and_the_others_are_counted() {
    for (width, height_) in &SIZES[2..] {
        for reads in [0, 3, 500, 999] {
            let mut talk = talk(1000);
            talk.agreed[reads].in_turn = true;
            let area = Rect::new(0, 0, *width, *height_);
            let most = usize::from(*height_) * 2;
            let mut page = Page::of(&talk);
            page.bound(most);
            assert!(page.items() <= 3 * most);
            let more: usize = page.groups.iter().map(|group| group.more).sum();
            assert_eq!(page.beyond.0 + page.items() + more + page.beyond.1, 999);
            let said = texts(&lay(Page::of(&talk), area));
            let told = told(&said);
            let lone = said.concat().replace(' ', "");
            // A row's own number ends its text, and what comes after it begins with a letter.
            let shown = (0..1000).filter(|at| {
                let what = talk.agreed[*at].what.replace(' ', "");
                lone.match_indices(&what).any(|(from, what)| {
                    !lone[from + what.len()..].starts_with(|next: char| next.is_ascii_digit())
                })
            });
            assert_eq!(told + shown.count(), 1000, "{width}×{height_}, {reads}: {said:?}");
        }
    }
}

#[test]
fn the_question_is_the_largest_and_type_grows_with_the_space_and_shrinks_with_what_there_is_to_say() {
    let mut before = 0;
    for (width, height_) in SIZES {
        let area = Rect::new(0, 0, width, height_);
        let mut larger = u16::MAX;
        for points in 1..=14 {
            let laid = lay(Page::of(&talk(points)), area);
            let hero = *sizes_of(&laid.over).iter().max().unwrap();
            let body = laid.columns.iter().flat_map(|column| sizes_of(column)).max().unwrap();
            assert!(hero >= body, "{width}×{height_}, {points}: {hero} < {body}");
            // But what was written last may be larger than the others.
            let others = laid.columns.iter().flatten().filter(|brick| !brick.fresh || points == 1);
            let body = others.flat_map(|brick| sizes_of(std::slice::from_ref(brick))).max().unwrap();
            assert!(body <= larger, "{width}×{height_}, {points}: more to say in larger type");
            larger = body;
            if points == 4 {
                assert!(body >= before, "{width}×{height_}: smaller on a larger wall");
                before = body;
            }
        }
    }
    let body = |points, width, height_| {
        let laid = lay(Page::of(&talk(points)), Rect::new(0, 0, width, height_));
        laid.columns.iter().flat_map(|column| sizes_of(column)).max().unwrap()
    };
    for (points, width, height_) in [(3, 120, 36), (5, 160, 45), (12, 200, 50)] {
        assert!(body(points, width, height_) >= 3, "{points} at {width}×{height_}");
    }
}

#[test]
fn the_point_that_is_read_out_is_the_largest_with_who_and_when_and_isnt_in_the_list_again() {
    for (width, height_) in &SIZES[2..] {
        let mut talk = talk(12);
        talk.phase = Phase::Ansvar;
        talk.agreed[6].in_turn = true;
        let laid = lay(Page::of(&talk), Rect::new(0, 0, *width, *height_));
        let over = Laid { columns: Vec::new(), over: laid.over.clone(), air: 1, width: *width };
        let said = texts(&over).join(" ");
        for part in ["Hittas på 6", "varje vecka från 13 nov 2026", "FÖRSLAG"] {
            assert!(said.contains(part), "{part} isn't in {said}");
        }
        // On a low wall the point needs the question's row, and on a higher one perhaps a row of the list.
        assert!(*height_ >= LOW || !said.contains(&talk.question), "{said}");
        assert!(*height_ < 45 || said.contains(&talk.question), "{said}");
        let body = laid.columns.iter().flat_map(|column| sizes_of(column)).max().unwrap();
        let hero = *sizes_of(&laid.over).iter().max().unwrap();
        assert!(hero > body, "{width}×{height_}: {hero} and {body}");
        let list = Laid { over: Vec::new(), ..laid };
        assert!(!texts(&list).iter().any(|text| text == "Hittas på 6"));
    }
}

#[test]
fn what_isnt_confirmed_says_that_it_is_a_proposal_and_the_familys_own_stands_under_a_heading_of_its_own() {
    let mut talk = talk(4);
    talk.agreed[0].family = true;
    talk.agreed[1].place = Some(7);
    let headings: Vec<String> = Page::of(&talk).groups.into_iter().map(|group| group.heading).collect();
    assert_eq!(headings, ["DET GÖR FAMILJEN · ÖVERENSKOMMET", "ÄRENDE 7 · ÖVERENSKOMMET", "FÖRSLAG"]);
    // In two columns each says what its rows are.
    let many = self::talk(14);
    for (width, height_) in SIZES {
        let laid = lay(Page::of(&many), Rect::new(0, 0, width, height_));
        for column in laid.columns.iter().filter(|_| laid.columns.len() > 1) {
            assert!(column[0].heading, "{width}×{height_}");
        }
    }
}

#[test]
fn needs_stand_beside_who_does_what_where_there_is_room_and_never_instead_of_it() {
    let mut talk = talk(2);
    let row = |kind, what: &str| Noted::made_up(50, kind, what);
    talk.noted = vec![row(NotedKind::Need, "En lugn stund"), row(NotedKind::ShortGoal, "Här varje måndag")];
    let all = |talk: &Talk, size: (u16, u16)| texts(&lay(Page::of(talk), Rect::new(0, 0, size.0, size.1)));
    assert!(all(&talk, (80, 24)).contains(&"DET HÄR BEHÖVS".to_owned()));
    talk.agreed = self::talk(9).agreed;
    let said = all(&talk, (60, 20));
    assert!(said.contains(&"DET HÄR BEHÖVS · 1 till".to_owned()), "{said:?}");
    // Where needs are asked for, they are the list.
    (talk.phase, talk.agreed) = (Phase::Behov, Vec::new());
    assert!(all(&talk, (60, 20)).contains(&"En lugn stund".to_owned()));
}

#[test]
fn in_planering_every_heading_has_its_rows_or_says_how_many_there_are() {
    for (width, height) in &SIZES[2..] {
        for (points, rows) in [(1, 1), (2, 3), (4, 2), (9, 3), (24, 5)] {
            let goal = |at: u128, kind, what: &str| Noted::made_up(90 + at, kind, what);
            let mut talk = Talk { noted: needs(rows), ..talk(points) };
            "Vem gör vad, och till när?".clone_into(&mut talk.question);
            talk.noted.push(goal(1, NotedKind::LongGoal, "Läser högt i klassen utan att bli avbruten"));
            talk.noted.push(goal(2, NotedKind::ShortGoal, "Här varje måndag"));
            talk.agreed.iter_mut().for_each(|point| point.confirmed = false);
            let said = texts(&lay(Page::of(&talk), Rect::new(0, 0, width - 4, height - 4)));
            for heading in [PROPOSAL, "DET HÄR BEHÖVS", "HIT VILL VI PÅ SIKT", "DET HÄR VILL VI NÅ FÖRST"]
            {
                let is_there = said.iter().any(|text| text.starts_with(heading));
                assert!(is_there, "{heading} {width}×{height}, {points} and {rows}: {said:?}");
            }
        }
    }
}

#[test]
fn no_heading_is_passed_over_for_one_farther_off() {
    for (width, height) in &SIZES[2..] {
        for reads in [0, 3, 11, 23] {
            let mut talk = Talk { phase: Phase::Ansvar, subject: None, ..talk(24) };
            for (at, point) in talk.agreed.iter_mut().enumerate() {
                (point.place, point.confirmed, point.in_turn) = (Some(at / 3 + 1), at < reads, at == reads);
                if at % 5 == 4 {
                    point.what =
                        "Lägga en lapp i pärmen om vad som är klart när lektionen är slut ".repeat(4);
                }
            }
            let said = texts(&lay(Page::of(&talk), Rect::new(0, 0, width - 4, height - 4)));
            let place =
                |text: &String| text.strip_prefix("ÄRENDE ")?.split(' ').next()?.parse::<usize>().ok();
            let mut places: Vec<usize> = said.iter().filter_map(place).skip(1).collect();
            places.dedup();
            let is_in_order = places.windows(2).all(|pair| pair[0] == pair[1] || pair[0] + 1 == pair[1]);
            assert!(is_in_order, "{width}×{height}, {reads}: {said:?}");
        }
    }
}

#[test]
fn what_is_decided_has_a_heading_of_its_own_and_a_row_that_goes_on_stands_further_in() {
    let mut talk = talk(2);
    "Vem gör vad, och till när?".clone_into(&mut talk.question);
    talk.agreed[1].decision = true;
    for point in &mut talk.agreed {
        point.what =
            "Arbetspassen delas i två under tre veckor, och mentorn säger till när det är dags".to_owned();
    }
    talk.agreed[0].number = Some(1);
    let laid = lay(Page::of(&talk), Rect::new(0, 0, 56, 16));
    let said = texts(&laid);
    assert!(said.contains(&TO_DECIDE.to_owned()), "{said:?}");
    let lines: Vec<&String> =
        laid.columns.iter().flatten().flat_map(|brick| &brick.inks).flat_map(|ink| &ink.set.lines).collect();
    let goes_on: Vec<&&String> = lines.iter().filter(|line| line.contains("till när det")).collect();
    assert_eq!(goes_on.len(), 2, "{lines:?}");
    assert!(goes_on[0].starts_with("   ") && goes_on[1].starts_with("  "), "{lines:?}");
}

#[test]
fn in_behov_what_was_written_last_is_large_on_a_high_wall_whatever_it_is() {
    let goal = |at: u128, kind, what: &str| Noted::made_up(90 + at, kind, what);
    let long = "Läser högt i klassen utan att bli avbruten och tycker att det är roligt i slutet av terminen";
    let mut talk = Talk { phase: Phase::Behov, noted: needs(2), ..talk(0) };
    talk.noted.push(goal(1, NotedKind::LongGoal, long));
    talk.noted
        .extend(["Läser en sida högt", "Här varje måndag"].map(|what| goal(2, NotedKind::ShortGoal, what)));
    talk.noted[4].entry = uuid::Uuid::from_u128(99).into();
    let laid = lay(Page::of(&talk), Rect::new(0, 0, 116, 32));
    let inks = laid.columns.iter().flatten().flat_map(|brick| &brick.inks);
    let large = inks.filter(|ink| ink.set.kind.is_big()).map(|ink| ink.set.lines.join(" "));
    let large: Vec<String> = large.collect();
    assert!(large.iter().any(|text| text.contains("Här varje måndag")), "{large:?}");
}

#[test]
fn what_goes_on_has_its_place_beside_what_is_new_and_says_how_much_waits() {
    let mut talk = talk(1);
    let row = |number: u128| {
        let promise = Noted::made_up(50 + number, NotedKind::Promise, &format!("Samtal i veckan {number}"));
        promise.told_of("Kurator", "pågår, senast fre 18 dec")
    };
    let all = |talk: &Talk, size: (u16, u16)| texts(&lay(Page::of(talk), Rect::new(0, 0, size.0, size.1)));
    talk.noted = (0..2).map(row).collect();
    for size in [(60, 20), (80, 24), (120, 36)] {
        let said = all(&talk, size);
        assert!(said.iter().any(|text| text.contains("DET HÄR LOVADE VI")), "{size:?} {said:?}");
        assert!(said.iter().any(|text| text.contains("veckan 1")), "{size:?} {said:?}");
    }
    talk.noted = (0..40).map(row).collect();
    let said = all(&talk, (60, 20)).join(" ");
    assert!(said.contains("DET HÄR LOVADE VI · 35 till"), "{said}");
    // At the end, with nothing new, it is what is looked at.
    (talk.phase, talk.agreed) = (Phase::Ansvar, Vec::new());
    talk.noted = vec![Noted { kind: NotedKind::GoesOn, place: Some(2), ..row(1) }];
    let said = all(&talk, (80, 24)).join(" ");
    assert!(said.contains("ÄRENDE 2 · DET HÄR FORTSÄTTER"), "{said}");
}

#[test]
fn a_sign_that_large_type_doesnt_have_is_set_plain_and_the_rest_stays_large() {
    let mut talk = talk(2);
    talk.agreed[0].what = "Fråga Çelik 😀".to_owned();
    let laid = lay(Page::of(&talk), Rect::new(0, 0, 120, 36));
    let sizes: Vec<u16> = laid.columns.iter().flat_map(|column| sizes_of(column)).collect();
    assert!(sizes.contains(&1) && sizes.iter().any(|rows| *rows >= 3), "{sizes:?}");
}

#[test]
fn the_questions_of_every_form_are_large_on_every_wall() {
    use crate::app::model::Screen;
    use crate::app::testing::{Desk, forms};
    use crate::app::wall::{Around, Scene, Wall};
    use crate::domain::record::MeetingStatus;
    for choice in forms() {
        let mut desk = Desk::meeting(&choice.id);
        let now = desk.now;
        let Screen::Meeting(screen) = &mut desk.model.screen else { panic!("no meeting") };
        let meeting = &mut screen.meeting;
        meeting.head.status = MeetingStatus::Pagar;
        for phase in Phase::ALL.into_iter().filter(|phase| meeting.agenda.walked().any(|own| own == *phase)) {
            meeting.head.phase = phase;
            let around = Around { practice: false, blank: false, attended: true, pointed: None };
            let Scene::Talk(talk) = Wall::of(meeting, around, now).scene else { panic!("not under way") };
            for (width, height_) in &SIZES[2..] {
                // As the wall has it, without its margins, its thin line and its time.
                let area = Rect::new(0, 0, width - 4, height_ - 3);
                let laid = lay(Page::of(&talk), area);
                let said = texts(&laid);
                assert!(said.contains(&talk.question), "{}: {said:?}", choice.id);
                let hero = *sizes_of(&laid.over).iter().max().unwrap();
                assert!(hero >= 3, "{} {phase:?} {width}×{height_}: {said:?}", choice.id);
                assert!(laid.rows() <= area.height, "{} {width}×{height_}", choice.id);
            }
        }
    }
}

#[test]
fn when_all_is_read_the_day_on_which_people_meet_again_is_the_largest_and_what_is_agreed_as_large_as_can_be()
{
    let mut talk = talk(4);
    talk.phase = Phase::Ansvar;
    talk.agreed.iter_mut().for_each(|point| point.confirmed = true);
    talk.again = Some(Again { when: "torsdag 21 januari 13.00".to_owned(), place: "Rum 2".to_owned() });
    for (width, height_) in &SIZES[2..] {
        let area = Rect::new(0, 0, width - 4, height_ - 3);
        let laid = lay(Page::of(&talk), area);
        let said = texts(&laid);
        for part in ["VI SES IGEN", "torsdag 21 januari 13.00"] {
            assert!(said.contains(&part.to_owned()), "{width}×{height_}: {said:?}");
        }
        let hero = *sizes_of(&laid.over).iter().max().unwrap();
        let body = laid.columns.iter().flat_map(|column| sizes_of(column)).max().unwrap();
        assert!(hero >= 3 && hero >= body, "{width}×{height_}: {hero} and {body}");
        assert_eq!(told(&said), 0, "{said:?}");
        assert!(laid.rows() <= area.height);
    }
    let body = |talk: &Talk| {
        let laid = lay(Page::of(talk), Rect::new(0, 0, 196, 47));
        laid.columns.iter().flat_map(|column| sizes_of(column)).max().unwrap()
    };
    assert!(body(&talk) >= 4);
    // While something waits, that is what everybody listens to.
    talk.agreed[3].confirmed = false;
    talk.agreed[3].in_turn = true;
    assert!(!texts(&lay(Page::of(&talk), Rect::new(0, 0, 76, 21))).contains(&"VI SES IGEN".to_owned()));
}

#[test]
fn where_rows_must_wait_each_heading_has_its_first_and_says_how_many_more_there_are() {
    let mut talk = talk(24);
    talk.phase = Phase::Ansvar;
    "Vem gör vad, och till när?".clone_into(&mut talk.question);
    for (at, point) in talk.agreed.iter_mut().enumerate() {
        (point.place, point.confirmed) = (Some(at / 8 + 1), true);
    }
    talk.noted = (0..4)
        .map(|number| {
            let row = Noted::made_up(50 + number, NotedKind::GoesOn, &format!("Fortsatt {number}"));
            Noted { place: Some(3), ..row.told_of("Kurator", "varje fre") }
        })
        .collect();
    for size in [(56, 17), (76, 21)] {
        let said = texts(&lay(Page::of(&talk), Rect::new(0, 0, size.0, size.1)));
        for part in ["ÄRENDE 1", "ÄRENDE 2", "ÄRENDE 3 · ÖVERENSKOMMET", "ÄRENDE 3 · DET HÄR FORTSÄTTER"]
        {
            assert!(said.iter().any(|text| text.starts_with(part)), "{part}: {said:?}");
        }
        assert!(said.iter().any(|text| text.starts_with("Fortsatt 0")), "{said:?}");
        let shown = ["Fortsatt 0", "Fortsatt 1", "Fortsatt 2", "Fortsatt 3"].into_iter();
        let going_on = shown.filter(|what| said.iter().any(|text| text.starts_with(what))).count();
        let points = (0..24).filter(|at| {
            let what = &talk.agreed[*at].what;
            said.iter().any(|text| text == what || text.starts_with(&format!("{what} ·")))
        });
        assert_eq!(points.count() + going_on + told(&said), 28, "{said:?}");
    }
}

#[test]
fn nothing_is_only_counted_that_has_room_in_smaller_type() {
    for points in 4..=9 {
        let talk = talk(points);
        let said = texts(&lay(Page::of(&talk), Rect::new(0, 0, 56, 17)));
        let row = |point: &Agreed| format!("{} · {} · {}", point.what, point.who, point.when);
        let rows: usize = talk.agreed.iter().map(|point| text::wrap(&row(point), 56).len()).sum();
        // What is spoken of, the question on two, some air and two headings.
        if rows + 15 <= 17 {
            assert_eq!(told(&said), 0, "{points}: {said:?}");
        }
    }
    // What is read out stays large; who does it and when stands beneath it, and the others where they have room.
    let mut talk = talk(4);
    talk.phase = Phase::Ansvar;
    "Läsa högt för specialpedagog tre gånger i veckan".clone_into(&mut talk.agreed[1].what);
    "Bildschema".clone_into(&mut talk.agreed[2].what);
    talk.agreed.iter_mut().for_each(|point| point.confirmed = false);
    (talk.agreed[1].in_turn, talk.subject) = (true, None);
    "Mentor".clone_into(&mut talk.agreed[2].who);
    let laid = lay(Page::of(&talk), Rect::new(0, 0, 56, 16));
    let said = texts(&laid);
    assert!(sizes_of(&laid.over).contains(&3), "{said:?}");
    assert!(said.iter().any(|text| text.starts_with("Bildschema")), "{said:?}");
}

/// So many needs as somebody writes them, the newest last.
fn needs(number: u128) -> Vec<Noted> {
    let all = [
        "Lugn lässtund varje dag",
        "Veta vad som händer under dagen",
        "Stöd vid raster",
        "Kartlagd avkodning",
        "En vuxen att gå till",
    ];
    let row = |number: u128| {
        let what = all[usize::try_from(number).unwrap_or(0) % all.len()];
        Noted::made_up(50 + number, NotedKind::Need, &format!("{what} {number}"))
    };
    (0..number).map(row).collect()
}

#[test]
fn in_behov_every_need_and_every_agreed_point_is_shown_or_counted_under_its_heading() {
    for (width, height_) in &SIZES[2..] {
        for (count, points) in [(1, 2), (3, 1), (9, 3), (14, 6), (30, 1)] {
            let mut talk = Talk { phase: Phase::Behov, noted: needs(count), ..talk(points) };
            talk.agreed.iter_mut().for_each(|point| point.confirmed = true);
            let laid = lay(Page::of(&talk), Rect::new(0, 0, width - 4, height_ - 4));
            let said = texts(&laid);
            let lone = said.concat().replace(' ', "");
            let texts = talk.noted.iter().map(|row| &row.what).chain(talk.agreed.iter().map(|row| &row.what));
            let has = |what: &&String| {
                let what = what.replace(' ', "");
                lone.match_indices(&what).any(|(from, _)| {
                    !lone[from + what.len()..].starts_with(|next: char| next.is_ascii_digit())
                })
            };
            let left_out = texts.filter(|what| !has(what)).count();
            assert_eq!(told(&said), left_out, "{width}×{height_}, {count} and {points}: {said:?}");
            for heading in ["DET HÄR BEHÖVS", "ÖVERENSKOMMET"] {
                let is_there = said.iter().any(|text| text.starts_with(heading));
                assert!(is_there, "{heading} {width}×{height_}, {count} and {points}: {said:?}");
            }
            // What was written last is what is looked at.
            assert!(has(&&talk.noted[talk.noted.len() - 1].what), "{said:?}");
            assert!(laid.rows() <= height_ - 4, "{width}×{height_}: {said:?}");
        }
    }
}

#[test]
fn where_rows_must_wait_the_question_takes_little_and_what_is_spoken_of_is_large_beside_a_large_one() {
    for (width, height_) in &SIZES[2..] {
        for points in [1, 4, 8, 11, 16, 24, 40] {
            let mut talk = talk(points);
            "Vem gör vad, och till vilken dag?".clone_into(&mut talk.question);
            let laid = lay(Page::of(&talk), Rect::new(0, 0, width - 4, height_ - 4));
            let said = texts(&laid);
            let hero = laid.over.iter().map(|brick| brick.rows).max().unwrap();
            // The least that it takes in large type.
            let least = Set::of(&talk.question, width - 4, Type::LOW).unwrap().rows();
            assert!(
                told(&said) == 0 || hero <= least.max((height_ - 4) * 30 / 100),
                "{width}×{height_} {points}: {hero}"
            );
            if *height_ >= 36 && sizes_of(&laid.over).iter().max().unwrap() > &4 {
                assert!(sizes_of(&laid.over[..1])[0] > 1, "{width}×{height_} {points}: {said:?}");
            }
        }
    }
}

#[test]
fn what_goes_on_is_as_large_as_a_new_point_while_it_is_read_and_a_told_goal_is_never_gone_in_silence() {
    let row = |number: u128, kind: NotedKind, what: &str| {
        let row = Noted::made_up(50 + number, kind, &format!("{what} {number}"));
        Noted { in_turn: number == 1, ..row.told_of("Kurator", "pågår, senast fre 18 dec") }
    };
    let mut talk = talk(2);
    talk.phase = Phase::Ansvar;
    talk.noted = (0..3).map(|number| row(number, NotedKind::GoesOn, "Fortsatt")).collect();
    let page = Page::of(&talk);
    assert!(page.is_point);
    assert_eq!(page.label.as_deref(), Some("DET HÄR FORTSÄTTER"));
    assert_eq!(page.hero[0], "Fortsatt 1");
    assert!(page.hero[1].starts_with("Kurator") && page.hero[1].contains("pågår"), "{:?}", page.hero);
    let listed: Vec<&str> =
        page.groups.iter().flat_map(|group| &group.items).map(|item| item.what.as_str()).collect();
    assert!(listed.contains(&"Fortsatt 0") && !listed.contains(&"Fortsatt 1"), "{listed:?}");
    // A goal of which it was told stands among the lists, where what has no room is counted.
    talk.phase = Phase::Planering;
    talk.agreed.truncate(1);
    talk.noted =
        (0..4).map(|number| Noted { in_turn: false, ..row(number, NotedKind::Promise, "Lovat") }).collect();
    for in_turn in [false, true] {
        talk.noted.truncate(4);
        let goal = row(7, NotedKind::ShortGoal, "Målet");
        talk.noted.push(Noted { who: String::new(), how: "på väg".to_owned(), in_turn, ..goal });
        for size in SIZES.into_iter().filter(|size| size.1 >= 12) {
            let said = texts(&lay(Page::of(&talk), Rect::new(0, 0, size.0, size.1)));
            let shown = said.iter().any(|text| text.starts_with("Målet 7"));
            assert!(shown || (!in_turn && told(&said) > 0), "{size:?} {said:?}");
        }
    }
}

#[test]
fn on_a_high_wall_something_is_always_large_and_it_is_not_left_half_empty() {
    let long = "Att någon vuxen som hon känner möter vid grinden på morgonen och följer med in i klassrummet";
    for (width, height_) in [(120, 36), (160, 45), (200, 50)] {
        for number in [3, 6, 9, 14, 25] {
            let mut asked = Talk { phase: Phase::Behov, noted: needs(number), ..talk(0) };
            asked.noted.iter_mut().for_each(|row| row.what = format!("{long} {}", row.what));
            let mut planned = talk(usize::try_from(number).unwrap());
            planned.agreed.iter_mut().for_each(|point| point.what = format!("{long} {}", point.what));
            planned.agreed.iter_mut().for_each(|point| point.confirmed = false);
            planned.agreed.last_mut().unwrap().new = true;
            for talk in [asked, planned] {
                let laid = lay(Page::of(&talk), Rect::new(0, 0, width - 4, height_ - 4));
                let said = texts(&laid);
                let rows = laid.columns.iter().flatten().filter(|brick| !brick.heading);
                let large: Vec<&Brick> =
                    rows.filter(|brick| sizes_of(std::slice::from_ref(*brick))[0] >= 3).collect();
                // What was written last is among them, with who and when, where no other row waits for it.
                let is_few = number <= 6;
                assert!(
                    !is_few || large.iter().any(|brick| brick.fresh),
                    "{width}×{height_} {number}: {said:?}"
                );
                let used =
                    laid.over.iter().chain(laid.columns.iter().max_by_key(|column| height(column)).unwrap());
                let used: u16 = used.map(|brick| brick.gap + brick.rows).sum();
                assert!(used * 10 >= (height_ - 4) * 6, "{width}×{height_} {number}: {used} {said:?}");
                assert!(laid.rows() <= height_ - 4, "{width}×{height_} {number}: {}", laid.rows());
            }
        }
    }
}

#[test]
fn under_a_point_that_takes_three_lines_the_next_row_is_seen_and_no_heading_stands_alone() {
    for (width, height_) in [(60, 20), (80, 24), (120, 36)] {
        for points in 2..=14 {
            let mut talk = talk(points);
            (talk.phase, talk.subject) = (Phase::Ansvar, None);
            talk.agreed.iter_mut().for_each(|point| point.confirmed = false);
            let lines = "Läser högt för specialpedagogen tre gånger varje vecka";
            lines.clone_into(&mut talk.agreed[0].what);
            talk.agreed[0].in_turn = true;
            let laid = lay(Page::of(&talk), Rect::new(0, 0, width - 4, height_ - 4));
            let said = texts(&laid);
            assert!(
                sizes_of(&laid.over).iter().any(|rows| *rows >= 3),
                "{width}×{height_} {points}: {said:?}"
            );
            assert!(
                said.iter().any(|text| text.starts_with("Mejla bildschemat hem 1")),
                "{width}×{height_} {points}: {said:?}"
            );
            let is_large = |ink: &Ink| ink.meaning == Meaning::Question && ink.set.kind.is_big();
            let large = laid.over.iter().flat_map(|brick| &brick.inks).filter(|ink| is_large(ink));
            assert!(height_ == 20 || large.count() == 2, "{width}×{height_} {points}: {said:?}");
            for column in &laid.columns {
                assert!(column.last().is_some_and(|brick| !brick.heading), "{said:?}");
                assert!(!column.windows(2).any(|two| two[0].heading && two[1].heading), "{said:?}");
            }
        }
    }
}

#[test]
fn a_point_is_called_by_its_number_in_the_list_and_when_it_is_read_out() {
    let mut talk = talk(3);
    talk.phase = Phase::Ansvar;
    talk.agreed.iter_mut().zip(1..).for_each(|(point, number)| point.number = Some(number));
    talk.agreed[1].in_turn = true;
    let goes_on = Noted {
        kind: NotedKind::GoesOn,
        number: Some(3),
        plan: "planen 6 nov".to_owned(),
        how: "pågår".to_owned(),
        ..needs(1).remove(0)
    };
    talk.noted = vec![goes_on];
    let said = texts(&lay(Page::of(&talk), Rect::new(0, 0, 116, 32)));
    for part in ["1  Kartläggning", "2  Mejla", "3  Komma", "DET HÄR FORTSÄTTER · planen 6 nov", "3  Lugn"]
    {
        assert!(said.iter().any(|text| text.starts_with(part)), "{part}: {said:?}");
    }
}

#[test]
fn who_is_here_is_seen_and_the_first_of_them_in_large_on_a_high_wall() {
    let seat =
        |called: &str, part: &str| Seat { called: called.to_owned(), part: part.to_owned(), number: 1 };
    let seats = vec![
        seat("Vera", ""),
        seat("Mamma", ""),
        seat("Jonas, skolkurator", "leder mötet"),
        seat("Petra, mentor", "antecknar"),
        seat("Amina, socialsekreterare", ""),
        seat("Henrik, psykolog", "på distans"),
    ];
    let gathered = Gathered {
        seats,
        why: Some("Göra en gemensam plan så att Vera sover bättre.".to_owned()),
        until: Some("14.00".to_owned()),
    };
    let talk = Talk {
        phase: Phase::Sammanhang,
        subject: None,
        question: "Vilka är vi, och varför har vi samlats?".to_owned(),
        gathered: Some(gathered),
        ..talk(0)
    };
    for (width, height_) in &SIZES[2..] {
        let laid = lay(Page::of(&talk), Rect::new(0, 0, width - 4, height_ - 4));
        let said = texts(&laid);
        for part in ["Vera", "Mamma", "leder mötet", "DÄRFÖR SES VI", "Vi håller på till 14.00", "på distans"]
        {
            assert!(said.iter().any(|text| text.contains(part)), "{part} {width}×{height_}: {said:?}");
        }
        assert_eq!(said.iter().filter(|text| text.starts_with("VI SOM ÄR HÄR")).count(), 1, "{said:?}");
        // Beside each other, the rows begin alike.
        let first = |column: &Vec<Brick>| {
            let at = column.iter().position(|brick| !brick.heading).unwrap();
            height(&column[..=at]) - column[at].rows
        };
        let begins: Vec<u16> = laid.columns.iter().map(first).collect();
        let has_why = laid.columns.last().is_some_and(|column| column[0].heading);
        assert!(has_why || begins.iter().all(|row| *row == begins[0]), "{width}×{height_}: {begins:?}");
        // What was promised before waits for them.
        let promise = |number: u128| {
            let row =
                Noted::made_up(60 + number, NotedKind::Promise, "Samma kvällsrutin: bok, te och släckt");
            row.told_of("Vårdnadshavare", "varje dag från 6 nov, följs upp ons 30 dec")
        };
        let follow = Talk { noted: (0..7).map(promise).collect(), ..talk.clone() };
        let followed = texts(&lay(Page::of(&follow), Rect::new(0, 0, width - 4, height_ - 4)));
        for part in ["Vera", "Mamma", "leder mötet", "antecknar", "socialsekreterare", "psykolog"] {
            let is_seen = followed.iter().any(|text| text.contains(part));
            assert!(is_seen, "{part} {width}×{height_}: {followed:?}");
        }
        if *height_ >= 36 {
            let first = laid.columns[0].iter().find(|brick| !brick.heading).unwrap();
            assert!(sizes_of(std::slice::from_ref(first))[0] >= 3, "{width}×{height_}: {said:?}");
        }
    }
}

#[test]
fn the_need_that_all_answer_stands_once_over_them_and_of_several_each_row_names_its_own() {
    let mut talk = talk(3);
    talk.agreed.iter_mut().for_each(|point| point.need = Some(1));
    talk.agreed[2].need = None;
    let groups = |talk: &Talk| Page::of(talk).groups;
    let headings = |talk: &Talk| groups(talk).iter().map(|group| group.heading.clone()).collect::<Vec<_>>();
    assert!(headings(&talk).iter().any(|heading| heading.ends_with("· BEHOV 1")), "{:?}", headings(&talk));
    assert!(!headings(&talk).iter().all(|heading| heading.ends_with("· BEHOV 1")), "{:?}", headings(&talk));
    let rows = |talk: &Talk| {
        let all: Vec<Item> = groups(talk).into_iter().flat_map(|group| group.items).collect();
        all.into_iter().filter(|item| item.what.contains("(behov")).count()
    };
    assert_eq!(rows(&talk), 0);
    talk.agreed[2].need = Some(2);
    assert_eq!(rows(&talk), 3);
    assert!(headings(&talk).iter().all(|heading| !heading.contains("BEHOV")));
}

#[test]
fn on_a_low_wall_who_and_when_are_large_however_long_the_text_is() {
    let mut talk = talk(4);
    (talk.phase, talk.subject) = (Phase::Ansvar, None);
    (talk.agreed[1].in_turn, talk.agreed[1].confirmed) = (true, false);
    for what in ["Bildschema", "Kontakt med vårdnadshavaren om läxorna", &"Läsa högt varje dag ".repeat(6)]
    {
        what.trim().clone_into(&mut talk.agreed[1].what);
        "Skolkurator".clone_into(&mut talk.agreed[1].who);
        "senast mån 14 dec".clone_into(&mut talk.agreed[1].when);
        for size in [(56, 16), (76, 20)] {
            let laid = lay(Page::of(&talk), Rect::new(0, 0, size.0, size.1));
            let inks = laid.over.iter().flat_map(|brick| &brick.inks);
            let facts: Vec<&Ink> = inks
                .filter(|ink| ink.set.lines.join(" ").replace(HARD_SPACE, " ").contains("senast mån 14 dec"))
                .collect();
            assert!(facts.iter().any(|ink| ink.set.kind.is_big()), "{what} {size:?}: {:?}", texts(&laid));
            assert!(laid.rows() <= size.1, "{what} {size:?}");
        }
    }
}

#[test]
fn nothing_is_large_for_being_the_last_of_an_earlier_meeting() {
    let row = |number, kind, what: &str| Noted { before: true, ..Noted::made_up(90 + number, kind, what) };
    let promise = |number: u128| {
        let row = row(number, NotedKind::Promise, "Mejla bildschema för måndagen till hemmet");
        row.told_of("Petra Modell", "varje fre från 13 nov, följs upp ons 23 dec")
    };
    let mut noted: Vec<Noted> = (0..4).map(promise).collect();
    noted.push(row(5, NotedKind::Need, "En lugn lässtund varje dag"));
    noted.push(row(6, NotedKind::ShortGoal, "Är här varje måndag"));
    let talk = Talk { noted, ..talk(0) };
    let items = |talk: &Talk| Page::of(talk).groups.into_iter().flat_map(|group| group.items);
    assert!(items(&talk).all(|item| !item.fresh));
    let new = Noted::made_up(99, NotedKind::Need, "En vuxen att gå till");
    let noted = talk.noted.iter().cloned().chain([new]).collect();
    let fresh: Vec<Item> = items(&Talk { noted, ..talk }).filter(|item| item.fresh).collect();
    assert_eq!(fresh.len(), 1);
    assert_eq!(fresh[0].what, "En vuxen att gå till");
}

#[test]
fn neither_a_name_nor_a_day_is_broken() {
    for width in 40..80 {
        let mut talk = talk(4);
        for point in &mut talk.agreed {
            "Petra Modell".clone_into(&mut point.who);
            "varje fre från 13 nov, följs upp ons 23 dec".clone_into(&mut point.when);
        }
        let laid = lay(Page::of(&talk), Rect::new(0, 0, width, 16));
        let sets = laid.columns.iter().flatten().flat_map(|brick| &brick.inks).map(|ink| &ink.set);
        let lines: Vec<&String> = sets.flat_map(|set| &set.lines).collect();
        for part in ["Petra Modell", "varje fre från 13 nov", "följs upp ons 23 dec"] {
            let first = part.split(' ').next().unwrap();
            for line in lines.iter().filter(|line| line.contains(first)) {
                assert!(line.replace(HARD_SPACE, " ").contains(part), "{width}: {part} in {lines:?}");
            }
        }
    }
}

#[test]
fn what_was_written_last_is_seen_however_long_it_is_and_the_question_gives_way() {
    let long = "Läsa högt varje dag i tio minuter med en vuxen som lyssnar utan att rätta ".repeat(16);
    let seven = "Hur gör vi det som vi har kommit överens om, och vem gör vad till när? ".repeat(2);
    for question in ["Vem gör vad, och till när?", "Vad gör vi, vem gör vad, och till vilken dag?", &seven]
    {
        for letters in [20, 150, 300, 450, 1100] {
            for before in [0, 1, 4, 14] {
                let mut talk = talk(before + 1);
                question.clone_into(&mut talk.question);
                talk.agreed.iter_mut().for_each(|point| point.confirmed = true);
                let last = talk.agreed.last_mut().unwrap();
                (last.new, last.confirmed) = (true, false);
                last.what = long.chars().take(letters).collect();
                "Specialpedagog".clone_into(&mut last.who);
                "senast fre 4 dec".clone_into(&mut last.when);
                for (width, height_) in &SIZES[2..] {
                    let laid = lay(Page::of(&talk), Rect::new(0, 0, width - 4, height_ - 3));
                    let said = texts(&laid);
                    let row = laid.columns.iter().flatten().find(|brick| brick.important && brick.fresh);
                    let row = row.map(|row| {
                        texts(&Laid { over: vec![row.clone()], air: 0, columns: Vec::new(), width: *width })
                    });
                    let row = row.map(|row| row.join(" ").replace(HARD_SPACE, " ")).unwrap_or_default();
                    for part in ["Läsa högt varje dag", "Specialpedagog", "senast fre 4 dec"] {
                        assert!(row.contains(part), "{width}×{height_} {letters} {before} {row}: {said:?}");
                    }
                    assert!(laid.rows() <= height_ - 3, "{width}×{height_} {letters} {before}: {said:?}");
                }
            }
        }
    }
}

/// How large a point that is read out is: its text, and who and when.
fn sizes_of_point(laid: &Laid) -> Vec<usize> {
    let inks = laid.over.iter().flat_map(|brick| &brick.inks);
    let inks = inks.filter(|ink| ink.meaning == Meaning::Question);
    let size = |kind| match kind {
        Type::Plain => 0,
        Type::Big(size) => Size::ALL.iter().rev().position(|one| *one == size).unwrap_or(0) + 1,
    };
    let sizes: Vec<usize> = inks.map(|ink| size(ink.set.kind)).collect();
    // Before them may stand the question.
    sizes[sizes.len().saturating_sub(2)..].to_vec()
}

#[test]
fn a_point_that_is_read_is_as_large_on_a_larger_wall_and_shows_as_much_of_the_list() {
    let long = "Läsa högt varje dag i tio minuter med en vuxen som lyssnar utan att rätta ".repeat(4);
    for letters in [10, 40, 70, 110, 200, 300] {
        for points in [1, 2, 4, 9] {
            let mut talk = Talk { phase: Phase::Ansvar, subject: None, ..talk(points) };
            talk.agreed.iter_mut().for_each(|point| point.confirmed = true);
            let point = &mut talk.agreed[points - 1];
            (point.in_turn, point.confirmed) = (true, false);
            point.what = long.chars().take(letters).collect();
            "Specialpedagog".clone_into(&mut point.who);
            "senast fre 4 dec".clone_into(&mut point.when);
            let mut before = (vec![0, 0], usize::MAX);
            for (width, height_) in [(60, 20), (80, 24), (100, 30), (120, 36), (160, 45), (200, 50)] {
                // As high as it is within its margins: air under it takes a row of a higher one.
                let margins = if height_ == 20 { 3 } else { 4 };
                let laid = lay(Page::of(&talk), Rect::new(0, 0, width - 4, height_ - margins));
                let (sizes, waits) = (sizes_of_point(&laid), told(&texts(&laid)));
                let is_less = sizes.iter().zip(&before.0).any(|(now, before)| now < before);
                let said = format!("{width}×{height_} {letters} {points}: {sizes:?} {waits} {before:?}");
                assert!(!is_less && waits <= before.1, "{said}");
                // Who and when are large on every wall; and the text where it can be.
                let is_short = letters <= if height_ == 20 { 40 } else { 70 };
                assert!(sizes[1] > 0 && (!is_short || sizes[0] > 0), "{said} {:?}", texts(&laid));
                before = (sizes, waits);
            }
        }
    }
}

/// A page of random contents: rows of before, new ones, needs and goals, short and long.
fn any_talk() -> impl proptest::strategy::Strategy<Value = Talk> {
    use proptest::prelude::*;
    let words = || {
        let word = prop::sample::select(vec![
            "läsa",
            "högt",
            "varje",
            "dag",
            "med",
            "specialpedagog",
            "bildschema",
            "en",
            "lugn",
            "plats",
            "att",
        ]);
        prop::collection::vec(word, 1..14).prop_map(|words| words.join(" "))
    };
    let who =
        prop::sample::select(vec!["Mentor", "Alla vårdnadshavare", "Skolkurator Karin (tillfrågas)", ""]);
    let when = prop::sample::select(vec!["senast fre 4 dec", "varje fre från 27 nov", "ingen dag än"]);
    let point = (words(), who.clone(), when, 0..4usize, any::<bool>());
    let kinds = prop::sample::select(vec![
        NotedKind::Promise,
        NotedKind::Need,
        NotedKind::LongGoal,
        NotedKind::ShortGoal,
    ]);
    let noted = (words(), kinds, who, any::<bool>());
    let questions = prop::sample::select(vec![
        "Vem gör vad, och till när?",
        "Vad fortsätter, vad ändrar vi och vad slutar vi med?",
        "Vad tar ni med er härifrån, vad undrar ni ännu över, och vem kan ni ringa om det behövs?",
    ]);
    let phases = prop::sample::select(vec![Phase::Behov, Phase::Planering, Phase::Ansvar]);
    let rows = (prop::collection::vec(point, 0..30), prop::collection::vec(noted, 0..12));
    (rows, questions, phases, any::<bool>()).prop_map(|((points, noted), question, phase, is_named)| {
        let mut talk = talk(0);
        (talk.phase, talk.question, talk.more) = (phase, question.to_owned(), Vec::new());
        talk.subject = talk.subject.filter(|_| is_named);
        let points =
            points.into_iter().zip(1..).map(|((what, who, when, place, confirmed), number)| Agreed {
                place: Some(place).filter(|place| *place > 0 && phase == Phase::Ansvar),
                confirmed,
                number: usize::try_from(number).ok(),
                ..self::point(number, &what, who, when)
            });
        talk.agreed = points.collect();
        talk.agreed.sort_by_key(|point| (point.place.unwrap_or(usize::MAX), !point.confirmed));
        let noted = noted.into_iter().zip(90..).map(|((what, kind, who, is_told), number)| {
            let row = Noted::made_up(number, kind, &what);
            if is_told { row.told_of(who, "pågår") } else { row }
        });
        talk.noted = noted.collect();
        talk.noted.sort_by_key(|row| row.kind);
        talk
    })
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(24))]

    #[test]
    fn a_larger_wall_shows_no_less_and_nothing_waits_that_has_room_in_the_terminals_own_letters(
        talk in any_talk(),
        small in (60u16..200, 20u16..50),
        more in (0u16..80, 0u16..30),
        reads in proptest::option::of(0usize..30),
    ) {
        let mut talk = talk;
        let number = talk.agreed.len();
        let read = reads.filter(|_| talk.phase == Phase::Ansvar && number > 0);
        if let Some(read) = read {
            let point = &mut talk.agreed[read % number];
            (point.in_turn, point.confirmed) = (true, false);
        }
        let page = |talk: &Talk| Page::of(talk);
        let all = page(&talk).items();
        let size_of = |(width, height_): (u16, u16)| {
            sizes_of_point(&lay(page(&talk), Rect::new(0, 0, width - 4, height_ - 3)))
        };
        let hidden = |(width, height_): (u16, u16)| {
            let area = Rect::new(0, 0, width - 4, height_ - 3);
            let laid = lay(page(&talk), area);
            let said = texts(&laid);
            let rows: usize = laid.columns.iter().flatten().filter(|brick| !brick.heading).count();
            let is_told = |text: &&String| text.ends_with(" till ovanför") || text.ends_with(" till nedanför") || text.ends_with(" till");
            let counted = said.iter().filter(is_told).filter(|text| !text.contains('·')).count();
            let hidden = told(&said);
            assert_eq!(rows - counted + hidden, all, "{width}×{height_}: {said:?}");
            assert!(laid.rows() <= area.height, "{width}×{height_}: {} {said:?}", laid.rows());
            // No heading is left without a row or a count.
            for column in &laid.columns {
                for (at, brick) in column.iter().enumerate().filter(|(_, brick)| brick.heading) {
                    let has_row = column.get(at + 1).is_some_and(|next| !next.heading);
                    assert!(has_row || brick.more > 0, "{width}×{height_}: {said:?}");
                }
            }
            // Each in the fewest rows, in one column.
            let least = least(&page(&talk), area);
            let over = top_bricks(&page(&talk), area, Step { hero: least, ..cut::PLAIN }).unwrap();
            let one = |item: &Item| {
                let parts = [item.what.clone(), super::super::page::facts(&item.who, &item.when)];
                let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
                Set::of_row(&parts.join(" · "), area.width, Type::Plain).map_or(0, |set| set.rows())
            };
            let list: u16 = page(&talk).groups.iter().map(|group| {
                let heading = Set::of(&group.heading, area.width, Type::Plain).map_or(0, |set| set.rows());
                heading + group.items.iter().map(one).sum::<u16>()
            }).sum();
            if height(&over) + 1 + list <= area.height && read.is_none() {
                assert_eq!(hidden, 0, "{width}×{height_}: {said:?}");
            }
            hidden
        };
        let large = (small.0 + more.0).min(200);
        let large = (large, (small.1 + more.1).min(50));
        let (less, more) = (hidden(small), hidden(large));
        assert!(more <= less, "{small:?} hides {less}, {large:?} {more}: {:?}", page(&talk).groups.len());
        let (higher, wider) = (hidden((small.0, large.1)), hidden((large.0, small.1)));
        assert!(higher <= less && wider <= less, "{small:?} {less}, {large:?}: {higher} and {wider}");
        if read.is_some() {
            let own = size_of(small);
            for larger in [large, (small.0, large.1), (large.0, small.1)] {
                let sizes = size_of(larger);
                let is_less = sizes.iter().zip(&own).any(|(now, before)| now < before);
                assert!(!is_less, "{small:?} {own:?}, {larger:?}: {sizes:?}");
            }
        }
    }

    #[test]
    fn all_rows_of_a_list_have_one_size_but_what_was_written_last_or_is_read_next(
        talk in any_talk(),
        size in (60u16..200, 20u16..50),
    ) {
        let laid = lay(Page::of(&talk), Rect::new(0, 0, size.0 - 4, size.1 - 4));
        let rows = laid.columns.iter().flatten().filter(|brick| !brick.heading && !brick.fresh);
        for beside in [false, true] {
            let own = rows.clone().filter(|brick| brick.beside == beside);
            let mut sizes: Vec<u16> = own.flat_map(|brick| sizes_of(std::slice::from_ref(brick))).collect();
            sizes.dedup();
            assert!(sizes.len() <= 1, "{size:?}: {sizes:?} {:?}", texts(&laid));
        }
        // And that one is never smaller than they are.
        let fresh = laid.columns.iter().flatten().find(|brick| brick.fresh);
        let fresh = fresh.map(|brick| sizes_of(std::slice::from_ref(brick))[0]);
        let most = rows.clone().flat_map(|brick| sizes_of(std::slice::from_ref(brick))).max();
        assert!(fresh.is_none_or(|fresh| talk.phase == Phase::Ansvar || Some(fresh) >= most.filter(|_| !has_beside(&laid))));
        // The question is the largest.
        if least(&Page::of(&talk), Rect::new(0, 0, size.0 - 4, size.1 - 4)).is_big() {
            let hero = sizes_of(&laid.over).into_iter().max();
            assert!(hero >= most && hero >= Some(3), "{size:?}: {hero:?} {most:?}");
        }
    }
}

fn has_beside(laid: &Laid) -> bool {
    laid.columns.iter().flatten().any(|brick| brick.beside)
}
