//! The one description of every table that holds records: columns, what they hold and what they point at. The tables
//! themselves, their triggers, all reading and all writing are made from it.

use crate::domain::command::Table;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Text; keys, dates, moments and words too.
    Text,
    /// A whole number.
    Int,
    /// 0 or 1.
    Flag,
}

/// What happens to a row when the row that it points at is removed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum OnDelete {
    /// The removal is refused.
    Refuse,
    /// The pointer is emptied.
    Empty,
    /// The row goes too.
    Follow,
}

/// One column.
#[derive(Clone, Copy, Debug)]
pub(super) struct Column {
    pub(super) name: &'static str,
    pub(super) kind: Kind,
    pub(super) required: bool,
    pub(super) target: Option<(Table, OnDelete)>,
    /// The only words that it may hold, if they are few.
    #[cfg_attr(not(test), allow(dead_code, reason = "what the tests compare the tables with"))]
    pub(super) words: &'static [&'static str],
    /// What else SQLite is told.
    #[cfg_attr(not(test), allow(dead_code, reason = "what the tests compare the tables with"))]
    pub(super) extra: &'static str,
}

const fn column(name: &'static str, kind: Kind, required: bool) -> Column {
    Column { name, kind, required, target: None, words: &[], extra: "" }
}
const fn text(name: &'static str) -> Column {
    column(name, Kind::Text, true)
}
const fn text_or_null(name: &'static str) -> Column {
    column(name, Kind::Text, false)
}
const fn int(name: &'static str) -> Column {
    column(name, Kind::Int, true)
}
const fn int_or_null(name: &'static str) -> Column {
    column(name, Kind::Int, false)
}
const fn flag(name: &'static str) -> Column {
    column(name, Kind::Flag, true)
}
const fn points_at(name: &'static str, table: Table) -> Column {
    Column { target: Some((table, OnDelete::Refuse)), ..text(name) }
}
const fn may_point_at(name: &'static str, table: Table) -> Column {
    Column { target: Some((table, OnDelete::Refuse)), ..text_or_null(name) }
}
impl Column {
    const fn on_delete(self, what: OnDelete) -> Self {
        match self.target {
            Some((table, _)) => Self { target: Some((table, what)), ..self },
            None => self,
        }
    }
    const fn one_of(self, words: &'static [&'static str]) -> Self {
        Self { words, ..self }
    }
    const fn with(self, extra: &'static str) -> Self {
        Self { extra, ..self }
    }
}

const ID: Column = Column { extra: "PRIMARY KEY", ..text("id") };
const REV: Column = int("rev");
const MEETING: Column = points_at("mote_id", Table::Head);
const ITEM: Column = may_point_at("mote_arende_id", Table::MeetingArende);
const PHASE: Column = text("fas").one_of(&["sammanhang", "nulage", "behov", "planering", "ansvar"]);

/// The columns of a table, the key first.
#[allow(clippy::too_many_lines)] // It is a table, not a course of events.
pub(super) const fn columns(table: Table) -> &'static [Column] {
    match table {
        Table::Person => const { &[ID, text("namn"), text("roll"), REV] },
        Table::Child => {
            const {
                &[
                    ID,
                    text("alias").with("UNIQUE"),
                    text_or_null("namn"),
                    text_or_null("kallas"),
                    int_or_null("fodelsear"),
                    flag("skyddad"),
                    REV,
                ]
            }
        }
        Table::Arende => {
            const {
                &[
                    ID,
                    may_point_at("barn_id", Table::Child),
                    text("benamning"),
                    flag("avslutat"),
                    flag("avidentifierat"),
                    REV,
                ]
            }
        }
        Table::Head => {
            const {
                &[
                    ID,
                    text("form"),
                    text("form_sha").with("REFERENCES motesform(sha) DEFERRABLE INITIALLY DEFERRED"),
                    flag("individ_tillaten"),
                    text("titel"),
                    int_or_null("nummer"),
                    // No pointer: a meeting that is read in may follow one that stayed on another computer.
                    text_or_null("foljer_id"),
                    text("planerad"),
                    text("zon"),
                    int("minuter"),
                    text_or_null("plats"),
                    text_or_null("diarienummer"),
                    text_or_null("sekretess"),
                    text_or_null("syfte"),
                    text_or_null("fragor"),
                    text_or_null("initiativ"),
                    text("status").one_of(&["planerat", "pagar", "avslutat"]),
                    PHASE,
                    ITEM.on_delete(OnDelete::Empty),
                    text_or_null("startad"),
                    text_or_null("slutad"),
                    text_or_null("sip_slut"),
                    text_or_null("sip_slut_skal").one_of(&[
                        "inga_behov_kvar",
                        "inga_nya_behov_vantas",
                        "samtycket_aterkallat",
                    ]),
                    REV,
                ]
            }
        }
        Table::MeetingArende => {
            const {
                &[
                    ID,
                    MEETING,
                    points_at("arende_id", Table::Arende),
                    int("ordning"),
                    flag("uppfoljning"),
                    text("lage").one_of(&["vantar", "pagar", "klart", "uppskjutet"]),
                    PHASE,
                    text_or_null("fraga"),
                    text_or_null("utvarderas"),
                    flag("omrade_missbruk"),
                    flag("omrade_utsatt"),
                    flag("omrade_skola"),
                    flag("omrade_relationer"),
                    flag("omrade_jamnariga"),
                    text_or_null("insatsniva").one_of(&["forebyggande", "tidiga", "omfattande"]),
                    REV,
                ]
            }
        }
        Table::Participant => {
            const {
                &[
                    ID,
                    MEETING,
                    text("namn"),
                    text("roll"),
                    text("verksamhet"),
                    text("huvudman").one_of(&["kommun", "region", "stat", "familj", "annan"]),
                    text("slag").one_of(&["personal", "barn", "vardnadshavare", "narstaende", "tolk"]),
                    text("narvaro").one_of(&["plats", "distans", "franvarande", "gatt"]),
                    text_or_null("kom"),
                    text_or_null("gick"),
                    flag("presenterad"),
                    flag("leder"),
                    flag("antecknar"),
                    flag("haller_ihop"),
                    int("ordning"),
                    REV,
                ]
            }
        }
        Table::Attendance => {
            const {
                &[
                    ID,
                    MEETING,
                    points_at("deltagare_id", Table::Participant),
                    points_at("mote_arende_id", Table::MeetingArende),
                ]
            }
        }
        Table::Heard => {
            const { &[ID, MEETING, ITEM, points_at("deltagare_id", Table::Participant), text("nar")] }
        }
        Table::Entry => {
            const {
                &[
                    ID,
                    MEETING,
                    ITEM,
                    text("text"),
                    may_point_at("kalla_id", Table::Participant),
                    text_or_null("bekraftad"),
                    flag("emi"),
                    int("ordning"),
                    REV,
                    text("slag").one_of(&[
                        "fungerar",
                        "svarare",
                        "stod",
                        "rost",
                        "anpassning",
                        "reflektion",
                        "skyddsfaktor",
                        "riskfaktor",
                        "anteckning",
                        "fraga",
                        "privat",
                        "ej_overens",
                        "sammanfattning",
                        "behov",
                        "mal_lang",
                        "mal_kort",
                        "beslut",
                        "atgard",
                    ]),
                    text_or_null("rost_hur").one_of(&["egna_ord", "framford", "saknas"]),
                    text_or_null("behovs_fran"),
                    text_or_null("beslutat_av"),
                    text_or_null("avvikande"),
                    may_point_at("agare_id", Table::Participant),
                    text_or_null("agare_namn"),
                    text_or_null("due"),
                    text_or_null("foljs_upp"),
                    may_point_at("behov_id", Table::Entry).on_delete(OnDelete::Empty),
                ]
            }
        }
        Table::EditConflict => {
            const {
                &[
                    ID,
                    MEETING,
                    points_at("post_id", Table::Entry).on_delete(OnDelete::Follow),
                    points_at("jamte_id", Table::Entry).on_delete(OnDelete::Follow),
                ]
            }
        }
        Table::FieldValue => const { &[ID, MEETING, ITEM, text("falt"), text("varde"), REV] },
        Table::Consent => {
            const {
                &[
                    ID,
                    points_at("arende_id", Table::Arende),
                    // No pointer: the consent is read in with a later meeting, without the one at which it was given.
                    text_or_null("mote_id"),
                    text("givare"),
                    flag("av_barnet"),
                    flag("ensam"),
                    text("svar").one_of(&["ja", "nej", "saknas"]),
                    text("form").one_of(&["skriftligt", "muntligt"]),
                    text("datum"),
                    text("galler_till"),
                    text_or_null("galler_inte"),
                    text_or_null("aterkallat"),
                    text_or_null("skal"),
                    REV,
                ]
            }
        }
        Table::ConsentParty => {
            const {
                &[
                    ID,
                    points_at("samtycke_id", Table::Consent),
                    text("part"),
                    text_or_null("far_beratta"),
                    text_or_null("far_inte"),
                    REV,
                ]
            }
        }
        Table::Exemption => {
            const {
                &[
                    ID,
                    MEETING,
                    points_at("samtycke_id", Table::Consent),
                    points_at("post_id", Table::Entry).on_delete(OnDelete::Follow),
                    text("part"),
                ]
            }
        }
        Table::PlanAnswer => {
            const {
                &[
                    ID,
                    MEETING,
                    points_at("deltagare_id", Table::Participant),
                    text("svar").one_of(&["ja", "ja_om", "nej"]),
                    text_or_null("villkor"),
                    may_point_at("post_id", Table::Entry).on_delete(OnDelete::Empty),
                    REV,
                ]
            }
        }
        Table::FollowUp => {
            const {
                &[
                    ID,
                    MEETING,
                    text("datum"),
                    text_or_null("tid"),
                    text_or_null("plats"),
                    text_or_null("kallar"),
                    REV,
                ]
            }
        }
        Table::Recipient => {
            const {
                &[
                    ID,
                    MEETING,
                    may_point_at("deltagare_id", Table::Participant),
                    text("namn"),
                    text_or_null("satt"),
                    REV,
                ]
            }
        }
        Table::Stage => {
            const {
                &[
                    ID,
                    MEETING,
                    // Time that was spent remains when the ärende is taken away again.
                    ITEM.on_delete(OnDelete::Empty),
                    PHASE,
                    text("fran"),
                    text_or_null("till"),
                ]
            }
        }
        Table::Override => {
            const { &[ID, MEETING, ITEM, text("regel"), text_or_null("galler"), text("skal"), text("nar")] }
        }
        Table::Protection => {
            const {
                &[
                    ID,
                    MEETING,
                    text("vart").one_of(&["vagg", "kallelse", "kalender", "kopior"]),
                    text("granskat"),
                    text("av"),
                    text("nar"),
                ]
            }
        }
        Table::ActionStatus => {
            const {
                &[
                    ID,
                    points_at("post_id", Table::Entry),
                    // No pointer: it may have been told at a meeting on another computer.
                    text_or_null("mote_id"),
                    text("status").one_of(&["klar", "pagar", "ej_paborjad", "andrad", "inaktuell"]),
                    text_or_null("utvardering"),
                    text_or_null("ny_due"),
                    text("nar"),
                ]
            }
        }
        Table::Correction => {
            const { &[ID, MEETING, text("fran"), text("text"), flag("atgardad"), text("nar"), REV] }
        }
        Table::Version => {
            const {
                &[
                    ID,
                    MEETING,
                    int("nummer"),
                    text("slag").one_of(&["justerat", "godkant"]),
                    text("av"),
                    text("registrerad"),
                    text_or_null("last_av"),
                    text("nar"),
                    text("dokument_sha")
                        .with("REFERENCES protokoll_dokument(sha) DEFERRABLE INITIALLY DEFERRED"),
                    int("journal_rad"),
                    text("journal_sha"),
                ]
            }
        }
        Table::Opening => const { &[ID, MEETING, int("nummer"), text("av"), text("skal"), text("nar")] },
        Table::Assessment => {
            const {
                &[
                    ID,
                    MEETING,
                    int_or_null("struktur").with("CHECK (struktur BETWEEN 1 AND 5)"),
                    int_or_null("respekt").with("CHECK (respekt BETWEEN 1 AND 5)"),
                    int_or_null("samspel").with("CHECK (samspel BETWEEN 1 AND 5)"),
                ]
            }
        }
        Table::SocialClock => {
            const {
                &[
                    ID,
                    points_at("arende_id", Table::Arende),
                    text_or_null("anmald"),
                    text_or_null("skyddsbedomd"),
                    text_or_null("forhandsbedomd"),
                    text_or_null("utredning_inledd"),
                    text_or_null("utredning_klar"),
                    REV,
                ]
            }
        }
        Table::CopyLog => {
            const {
                &[
                    ID,
                    MEETING,
                    int_or_null("version"),
                    text("mottagare"),
                    text("vad"),
                    text("satt").one_of(&["utskrift", "fil"]),
                    text("format"),
                    text("sha"),
                    text_or_null("av"),
                    text("nar"),
                ]
            }
        }
    }
}

/// One column of a table.
pub(super) fn find(table: Table, name: &str) -> Option<&'static Column> {
    columns(table).iter().find(|column| column.name == name)
}

/// Whether the table counts how many times a row has been written.
pub(super) fn has_rev(table: Table) -> bool {
    find(table, "rev").is_some()
}

/// The table by its name in the database.
pub(super) fn by_name(name: &str) -> Option<Table> {
    Table::ALL.iter().copied().find(|table| table.name() == name)
}
