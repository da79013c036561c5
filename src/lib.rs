//! samverkan: structured meetings about children, led from the first word to the printed minutes.
//!
//! What the program does and how it is used stands in `README.md`. This is the map of its code.
//!
//! # The map
//!
//! What a meeting is, without the world outside:
//!
//! - [`domain`]: meetings, forms, rules, dates and text. Pure: no terminal, database, file or clock.
//!   - [`domain::agenda`]: a form, its phases and its rules; the Swedish words for its parts
//!   - [`domain::record`]: what is kept, row by row, each record with its columns beside it; [`domain::record::columns`]: what
//!     is said of a column; [`domain::coded`]: values that are one of a few, with their codes and words
//!   - [`domain::command`]: one act of one person, made of changes to rows; [`domain::command::Code`]: what acts there are, a
//!     row for each with its key and its words
//!   - [`domain::meeting`]: a meeting's rows read together, and which ärenden somebody takes part in or belongs to;
//!     [`domain::overview`]: what is read about many (home; `promised`, `consents`, `clocks`, and `known`, what is picked instead of typed);
//!     [`domain::listing`]: the lists over all meetings; [`domain::journal`]: what the journal tells
//!   - [`domain::earlier`]: what a meeting opens on (promises, goals, needs, and the decisions of a plan), which ärende each of it belongs to, which point of which plan it is, and the words by which it is answered; [`domain::carry`]: what comes along to the next one
//!   - [`domain::rules`]: may we go on, and if not, why (`alike`: two ärenden that are called the same); [`domain::consent`]: what a consent allows now, and the form to
//!     sign; [`domain::protection`]: what isn't shown of a protected child, and EMI; [`domain::copies`]: who gets what of
//!     the minutes (`chosen`: what is chosen for somebody, kept in the list; `late`: who came after it was made, and who reads nothing of what they promised; `before`: what the list of the meeting that it follows proposes); [`domain::invitation`]: what people are invited to
//!   - [`domain::access`]: what the journal keeps beside an opening or a copy: the door, the account, which ärenden, which files
//!   - [`domain::social_clock`]: what the social services have to do and when
//!   - [`domain::backup`]: which copies for safekeeping are kept, and what is said of them
//!   - [`domain::pace`]: when the next meeting is due by a form's rhythm
//!   - [`domain::meeting`] has beside it `belonging`, whose family somebody is, what they take part in and who only looked in, `called`, who is
//!     meant by a name, and what a child in the room is called, `followed`, what is followed up and which words on its own promises a meeting's papers tell of,
//!     `next`, where the booked follow-up stands now, `standing`, when it ended and was opened again, and `numbered`, by which number a point is spoken of, after those of the plan that is followed; [`domain::born`]: a day of birth or a personnummer as it is written
//!   - [`domain::quick_entry`]: `text @ägare >datum`; [`domain::entry_line`]: what such a line means in a meeting;
//!     [`domain::answer_line`]: what one says of a promise that goes on; [`domain::record::handover`]: that somebody else does it;
//!     [`domain::dates`]: Swedish date phrases, and the days on which nobody is at work
//!   - [`domain::roles`]: the words by which people say who is family and who is staff; [`domain::agenda::Place`]: what a
//!     form's role says of it. [`domain::participant_line`]: people as they are typed or pasted (`bracket`: what
//!     stands in brackets after a role)
//!   - [`domain::reference`]: what abbreviations stand for; [`domain::law`]: what the law says that a form reminds of;
//!     [`domain::support`]: what can be offered at which age, and where
//!   - [`domain::names`]: names in running text, and what is said instead; [`domain::held`]: words that wait for a look before
//!     others read them. A meeting carries the list of them ([`domain::meeting::Meeting::words`]), so that no way out can
//!     forget to ask
//!   - [`domain::quoted`]: somebody's words within quotation marks, once, and after the word that is said before them, once
//!   - [`domain::passphrase`]: how easily one is guessed; [`domain::recovery`]: the key for the safe as somebody writes it down, and what
//!     is amiss with key files
//!   - [`domain::text`]: what may enter as text; [`domain::collate`]: å ä ö after z, and the one way in which words are made
//!     alike before they are compared ([`domain::collate::fold`]); [`domain::words`]: the words of a text and which of them
//!     are held back; [`domain::ids`]: keys; [`domain::progress`]: how far long work has come, and that it is stopped
//! - [`app`]: the program without a terminal: [`app::Model`], [`app::Message`], [`app::update`], and the effects it wants
//!   - `app::core`: what everything rests on: [`app::action`], the one table of what can be asked for: words, keys,
//!     hints; [`app::effect`], what is wanted done;
//!     [`app::model`] with what lies on top (forms, lists, questions) and the outbox (`context`: which keys mean what and where letters go; `saving`, `notice`: what the status line says); [`app::line`], a line being typed; drafts
//!   - `app::ui`: the mechanism of lists, forms, questions and texts to read ([`app::dialog`]); it knows no feature. A kind of
//!     form is a row beside its feature (`FormKind`: key, whether its draft is kept, open, save), and a row of a list or a
//!     question holds what choosing it does. A list over all meetings is a `ListKind` beside its rows; asking, showing,
//!     searching and reading it again is the mechanism's. What is wrong in a field whatever the others say (`fields::wrong_alone`)
//!     is told when it is left
//!   - a folder for each thing that people do, with its update, what its screen says and its tests: `home` (the door, what was `found` amiss with the database, who sits
//!     at the keyboard, meetings that begin, what was promised at all meetings), `meeting` (walking,
//!     writing (`typed_on`: who writes on while a question comes up, and what Enter left standing in the line; `completing`: the list whose marked row Enter takes), rows (`kinds`: a row under another heading; `answering`: a digit that answers a promise; `after_answer`: what is typed next, that may make a text of it (`became_text`); `asked_day`: the new day of what isn't done; `asked_when`: a line that asks for a day, and gets other words; `letters`: a word where each letter is a command; `rhythm`: whether a key goes on with the word or number before it; `given`: what they remember; `undoing`: what undo takes back and asks about; `emptied`: lines that were emptied, in their order among the acts; `row_digit`: a digit in the read-out that points at a row or begins a text; `two_texts`: which of two holds; `new_point`: whose a point is that is written during the read-out), `nothing_more` (an ärende that needs no more is done by one key), people, ärenden; [`app::board`], what its screen says (`rows`; `before`: what was promised before, with its answers; `kept`: what keeps a row from others); [`app::complete`], what fits what is typed),
//!     `consents`, `papers` (copies, minutes that become final; `work`, papers that are being made), `journal` (acts in words), `support`, `social_clock`,
//!     [`app::backup`] and [`app::restoring`] (copies for safekeeping, taken and put back), `next_meeting`, `presence` (other programs, edit conflicts), `lock` (the program
//!     closes itself: `stood`, where one stands meanwhile, which can hold no text; `returning`), `assess`
//!   - [`app::wall`]: what the wall may show, and nothing else (`gathered`: who is here; `points`: what is agreed; `noted`: what stands beside it)
//!   - `app::menu`: everything that can be done where one stands
//!   - `app::route`: the one file that knows them all: each message, each key, the kinds of form; the store's answers beneath it
//!
//! What stands between that and the world:
//!
//! - [`input`]: keys and clicks to messages; [`input::chord`] tells Alt and a letter from Esc and a letter;
//!   [`input::keymap`] says which keys of [`app::action`]'s table hold now, for hints
//!   and help
//! - [`view`]: the model drawn: `screens` (home's `meetings` and `actions` share the screen by need), `dialogs`, `widgets`
//!   (`columns`; `columns::lines`: their rows broken into lines; `columns::shown`: what of them is seen where there isn't room for all, `columns::pinned`: where there are several headings; `hints`: which keys are said first), and
//!   [`view::theme`], colours by what they mean
//!   - [`view::Canvas`]: a frame as strokes; only rows with other strokes than in the frame before are made anew and sent.
//!     While somebody types, what stands above the line isn't even drawn
//!   - `view::wall`: the wall; `page` is what is to be set, `ladder` chooses the largest type in which all has room, a point
//!     that is read out before its list
//!     (`steps`; `cut`: where none has, what was written last or is read next is large and the rest small, or rows are counted,
//!     fewer the larger the wall), `bricks` are texts set in a type. `widgets::big` draws large type, with two faces of our own (`big/high.txt`, `big/low.txt`)
//! - [`store`]: one encrypted SQLite file, journal and its seal (`store::head` keeps its end outside the file), undo, striking, the lock, keys (`making` and `opening` a database; `earlier`, what a meeting opens on; `verify`, whether all agrees);
//!   [`store::backup`]: copies for safekeeping, taken, proved and put back; `store::aside`: what was put aside; `store::schema`: its versions, each frozen
//!   as SQL text, and what is amiss in a file's shape
//! - [`toml_file`]: files that people write, with errors that say where, what and how: the one loader of forms, lists and
//!   settings
//! - [`agenda_file`]: forms as files; forms as a meeting's snapshot; the list of abbreviations
//!   ([`agenda_file::glossary`]), that of law references ([`agenda_file::laws`]), that of support
//!   ([`agenda_file::support`]) and that of words that are held back ([`agenda_file::held`])
//! - [`minutes`]: a meeting to one document, and that to the formats in [`minutes::format`]; [`minutes::pdf`]: what the paper program
//!   is asked for; [`minutes::difference`]: what
//!   differs between two; [`minutes::plan`], [`minutes::invitation`] and [`minutes::calendar`]: what is made beside them;
//!   [`minutes::answerable`]: where a letter or a consent form is answered, and whom one can ask
//! - [`meeting_file`]: a meeting whole, as JSON, both ways (`data/mote.schema.json`); a file is trusted in nothing: what the
//!   program itself can't come to isn't read
//! - [`demo`]: made-up meetings
//! - [`config`]: the user's settings; [`io_words`]: the operating system's errors in Swedish
//!
//! What knows them all:
//!
//! - [`runtime`]: the terminal, the clock, signals, [`runtime::inbox`], where keys and what other threads tell come together
//!   (`pieces`: keys that a slow line has torn apart, or glued to others),
//!   the event loop, the thread that has the database (papers are set beside it, in `store_thread::setting`), panics that are outlived ([`runtime::panics`]), the kind of disk ([`runtime::disk`]);
//!   following what other programs do; the wall in a process of its own;
//!   [`runtime::way_out`] is the one door through which papers and texts leave, and logs each, before a printer gets it; [`runtime::copies`] makes
//!   copies as the list says, [`runtime::papers`] offers papers before they are written, [`runtime::printing`] prints;
//!   `key_paper` the key for the safe; [`runtime::invitations`] calls to meetings; [`runtime::typesetter`] has the paper program; [`runtime::child`] starts other
//!   programs, without the passphrase;
//!   [`runtime::memory`]: what nobody else reads of our memory, and what isn't to lie there any more;
//!   `struck` finds the files that hold what is to be struck; [`runtime::rights`]: who else can read what lies in the folders;
//!   [`runtime::practice`] makes the database to practise on; [`runtime::backup`] says where copies for safekeeping go,
//!   [`runtime::restoring`] what is said of one that is put back, and [`runtime::belongings`] what comes along in them; [`runtime::progress`]: the line at the command line that says how
//!   far long work has come, and Ctrl-C that stops it
//! - [`cli`]: one file for each verb of the command line, made from the one table in [`cli::verbs`]; `output`: where what a verb
//!   makes goes, and in which format
//!
//! Beside the program:
//!
//! - `src/sqlite-heap/`: SQLite's memory, overwritten when it is given back. The only unsafe code, which this crate forbids: SQLite takes
//!   another heap by a call in C
//! - `src/papper/`: the executable `samverkan-papper`, which sets PDF with Typst. It knows of this crate only what goes through
//!   the pipe ([`minutes::pdf::pipe`])
//!
//! Data that is not code lies in `agendas/` (the forms that the program carries) and `data/` (the schemas, the list of
//! abbreviations, the law references, the catalogue of support, the words that are held back, the words that a passphrase is
//! guessed by).
//!
//! # Who may know whom
//!
//! `domain ← app ← input ← view`, and `domain ← {store, toml_file ← agenda_file, minutes, meeting_file,
//! demo}`; `runtime` knows them all but `cli`, and `cli` them all. Only `store` knows rusqlite, only `toml_file` TOML, only
//! `runtime` asks for the time. `tests/integration/architecture.rs` has the table and fails when the sources say otherwise,
//! and when files know each other in a circle (a module and its own children excepted).
//!
//! # How data flows
//!
//! ```text
//! key, click ─▶ input ─▶ Message ─▶ app::update ─▶ Effect ─▶ runtime ─▶ store (one transaction, journalled)
//!                                      ▲    │                              │
//!                view ◀── Model ◀──────┼────┘                              │
//!                                      └──────────── Reply ◀───────────────┘  then the meeting, read back whole
//! ```
//!
//! - `update` is pure: the time comes in with each message, effects go out as data. Each key can be tried without a
//!   terminal, and is (`app::tests`).
//! - An act changes the meeting in memory at once, so that typing never waits, and goes to the outbox. The screen says
//!   *sparat* when the store has answered, not before. The meeting that is read back then is the one that counts.
//! - A text being typed is saved as a draft after a short pause, outside the journal.
//!
//! # Where we chose otherwise than the first design, and why
//!
//! - **Acts go to the store one at a time.** The oldest in the outbox is sent when the one before it is answered. A
//!   failed act (a full disk) is tried again before any later one, so that the order on disk is the order in which things
//!   were said; with several under way at once, a later one could be saved on top of nothing.
//! - **A command is a closed code and a list of changed rows**, not a variant for each act. The store knows nothing of
//!   what acts there are; undo, the journal and import work for all of them, and the code says in words what was done.
//! - **Records are flat, and their serde names are the database's columns.** A column is declared once, beside its record:
//!   its name, what it holds, its Swedish label, how its values are said, and which columns mean something only together.
//!   From that come tables, triggers, reading, writing and the journal's JSON, what is put together when two change a row,
//!   the journal's words, and `data/mote.schema.json` (a test makes it, and writes it anew with `UPDATE=1`). Tests compare
//!   records and columns, so that a field can't be added to one only. The struct itself is ordinary Rust beside the table
//!   rather than made by a macro from it, so that tools and readers see it as it is.
//! - **New keys are made by the model**, from a source that begins with a random number (a fixed one in tests), rather than
//!   handed in with each message: one act may need several. The same messages still give the same keys.
//! - **Two key files rather than one.** The recovery key opens `nyckel-reserv.db`, the passphrase `nyckel.db`; a changed
//!   passphrase rewrites only the latter, and both are SQLCipher files (`store::keys` says why the passphrase goes through
//!   Argon2id first). A database by another name than the usual has its own pair, so that two in one folder never share theirs.
//! - **A changed passphrase doesn't change the database's key**, so that it is done in a moment and older copies still open. What it
//!   can't do, shut out whoever has an old key file, another command does (`store::new_key`): it copies all pages to a file
//!   with another key, and lets that and its key files take their places together.
//! - **`app::board` decides what a meeting's screen says; `view` only where it stands.** What may be shown is then tested
//!   without a terminal, and another view of the same meeting can't say more than the board does.
//! - **A row of a list, and a yes, hold what they do**: a function over keys, written beside the question, so that another list
//!   is one file. A form is named by a key and what it is about instead, because its draft is on disk and opens it again.
//! - **`input` doesn't know `view`.** The regions that can be clicked ([`input::HitMap`]) belong to `input`; drawing fills
//!   them in. So hints come from the keymap to the view, and nothing goes back.
//! - **The keys stand in `app`, in the same row as the words** ([`app::action`]): then an action is one row, and what a text
//!   says of a key is looked up. A key is the program's own type; only `input` knows what the terminal calls it.
//! - **A text names an action, not its key**: `"‹Undo› ångrar"`. [`app::action::name_keys`] puts the key there where the
//!   text comes to somebody's eyes: in what the model says, asks and lists, on the board, in the view, on the command line.
//!   So `domain` and `store` can name a key without knowing any, and a test finds none that is typed by hand.
//! - **A line's sign says its kind, and `@` and `>` count only after a space.** Otherwise an address or `2>1` would become
//!   an owner or a date. The backslash gives the signs back.
//! - **A due date is stored as words that end in a date** (`varje fre fran 2026-11-27`): one column holds every form, a
//!   generated column has the day to sort by, and both can be read by others without this program.
//! - **Forms that the store reads back come through `agenda_file`** (the snapshot's format is that module's alone), and a
//!   meeting's file is checked against the same snapshot. Those two doors are the only ones to it.
//! - **Two JSON forms.** `exportera` is the meeting with all its rows, for programs; `protokoll --format json` is the
//!   document, for readers, and holds what the reader may have and no more.
//! - **A lock is a row, not a flag.** A version row locks a meeting and an opening row after it opens it again; both are only
//!   ever added. Triggers from the one description of the tables refuse everything in between, so that no code path can
//!   forget to. The complete documents lie apart, under their checksums, as the forms do: the journal has the checksum alone.
//! - **What differs between versions is a document itself**, made from two documents, so that every format can print it and
//!   a recipient's difference is made from the two copies that they may have.
//! - **What was told of an action is taken back by another word** of the same thing, meeting and moment, which says how it stood
//!   before ([`domain::record::ActionStatus::standing`]): such rows are only ever added, also by undo and redo, and no shape has
//!   to change for it.
//! - **That somebody else took an action over is told first among the words on how it went** ([`domain::record::handover`]), as an
//!   owner is said in a line: the promise stays the same one, with its number, and everything that asks whose it is reads it there.
//! - **Practice databases are plain text with a mark of their own in the file's head**, so that no setting can make a real
//!   one look like practice or the other way round. Their screens and minutes say ÖVNING.
//! - **One-line fields on `tui-input`, drawn by ourselves**, instead of a text area: everything is written one line at a
//!   time, and the cursor, the prompt and what has been understood stand where the secretary looks.
//! - **The lock makes the model anew** from what the program was started with, and the thread with the database begins again with what
//!   is named in `Lasting`: a field that somebody adds is dropped without anybody thinking of it. What is given back to the heap
//!   is overwritten by the allocator, and in SQLite by a heap of our own, rather than by each type that may hold somebody's words.
//! - **PDF is set by an executable of its own.** Typst is two thirds of what would have to be loaded, a template can run for
//!   ever or take all memory, and a process can be stopped where a thread can't. One start serves all copies of a meeting;
//!   the document goes through a pipe, so that it stands in no argument and no file.
//! - **`lexopt` for the command line**: the larger libraries have their error texts in English only.
//!
//! # Two programs on one database
//!
//! - `runtime::follow` watches the write-ahead log and then asks for the database's own number until the commit can be read.
//!   The thread with the database does it between its other work, so that no second connection needs the key; what it sees
//!   goes to `update` as `Reply::Changed`, and the meeting is read back as after an act of one's own.
//! - The file itself is looked after too, also while nobody writes (`store::file_identity`): one that was removed is put back by
//!   whichever program comes first, while the others wait for a lock on the folder and then take over what they find; one
//!   that was moved is missed until it is back. One into which other bytes are written (`store::overwritten`) gets nothing
//!   more, and what is in memory can be saved in a file of its own (`store::elsewhere`, `app::presence::elsewhere`).
//! - **A database that is open is looked into by SQLite alone**, and by `store::open_here`, which closes nothing before SQLite does: a
//!   descriptor that is closed takes all locks that this process has on the file, and the next program would believe that it is alone.
//!   A log is put aside only by whoever has the file for itself while nobody has a lock on the log's index either.
//! - **Each commit is stamped** (`store::generation`), so that a log tells from which file it goes on. `store::leftover` judges one
//!   that lies there at the opening. A generation that only an opening counts can't tell: a copy from the middle of the day has
//!   the same. All transactions that write go through `generation::Writing`; a test finds others.
//! - Rows carry `rev`, and so do removals: a row that says something else than whoever removes it has read isn't removed
//!   unread. `store::merge` puts together what two changed in different places; where both changed the same, the
//!   later one is refused, and `app::presence` keeps its text as a row of its own beside the first (`EditConflict`). The draft
//!   of a change says which row it changes and from which `rev`, so that one that a kill interrupts goes on as the same. Where the
//!   meeting stands is never put together: a step that was taken twice is taken once.
//! - Who is at work, and where, stands in a table outside the journal (`domain::session`, `store::sessions`). It decides that
//!   a meeting isn't interrupted, that a line somebody is typing isn't taken over, and whether the wall is paused. The row that
//!   somebody changes or points at stands there too: the wall shows the one that was pointed at last.
//! - **The wall is built from nothing** ([`app::wall`]), not filtered from the board, so that what is added to the
//!   secretary's screen doesn't come to the wall by itself. The same words are drawn by `view::wall` in a process of its own
//!   and on the secretary's screen (F11), and said as sentences. What was seen while it drew is taken in together, and no more
//!   rows are set than could have room, so that a long meeting's wall is as quick as a short one's.
//! - **A program that is locked is there, and nobody sits at it.** Its row among those at work stays while its database is closed, and
//!   its drafts carry a name by which nobody takes them over. Somebody who locks it says that they leave; the clock says nothing,
//!   so that the wall goes calm a minute later.
//! - **The wall keeps to its meeting.** It takes another only when somebody says so: at the wall, or at a screen, which writes
//!   the wish into the wall's own row among those who are at work.

pub mod agenda_file;
pub mod app;
pub mod cli;
pub mod config;
pub mod demo;
pub mod domain;
pub mod input;
pub mod io_words;
pub mod meeting_file;
pub mod minutes;
pub mod runtime;
pub mod store;
pub mod toml_file;
pub mod view;
