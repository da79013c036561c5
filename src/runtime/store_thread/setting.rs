//! Papers being set, in a thread of their own: setting takes a while, and what is written meanwhile is saved meanwhile. When
//! they are set they come back here, since only the thread with the database lets them out and logs them.

use super::{Request, StoreWorker, trouble};
use crate::app::core::reply::PapersWork;
use crate::app::effect::CopyTo;
use crate::app::{Now, Reply};
use crate::runtime::events::Event;
use crate::runtime::paper::Paper;
use crate::runtime::way_out::Made;
use crate::runtime::{memory, panics};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Papers that are being set.
#[derive(Debug)]
pub(super) struct Work {
    stop: Arc<AtomicBool>,
}

/// Where they go when they are set.
#[derive(Debug)]
pub(super) enum Then {
    /// Files with this over them.
    Papers(String),
    /// Where copies were to go.
    Copies(CopyTo, Option<String>),
}

/// What became of them.
#[derive(Debug)]
pub(super) struct SetPapers {
    made: Outcome,
    then: Then,
    now: Now,
}

#[derive(Debug)]
enum Outcome {
    /// All of them, and what they lack.
    All(Vec<Made>, Vec<String>),
    Stopped,
    Failed(String),
}

impl StoreWorker {
    /// Sets papers beside everything else. A letterhead that can't be used doesn't stop them where `forgiving`.
    pub(super) fn set(&mut self, papers: Vec<Paper>, forgiving: bool, then: Then, now: Now) {
        if self.work.is_some() {
            return self.answer(trouble("Andra papper görs just nu. Vänta tills de är klara."));
        }
        let stop = Arc::new(AtomicBool::new(false));
        self.work = Some(Work { stop: Arc::clone(&stop) });
        let (letterhead, listener, back) =
            (self.letterhead.clone(), self.listener.clone(), self.changes.clone());
        memory::spawn(move || {
            let (all, mut made, mut remarks) = (papers.len(), Vec::new(), Vec::new());
            let mut outcome = None;
            for (done, paper) in papers.iter().enumerate() {
                let _ = listener.send(Event::Reply(Reply::PapersWork(Some(PapersWork { done, all }))));
                match panics::catch_panic(|| paper.made(&letterhead, forgiving)) {
                    Ok(Ok((one, remark))) => {
                        made.push(one);
                        remarks.extend(remark);
                    }
                    Ok(Err(error)) => outcome = Some(Outcome::Failed(error.to_string())),
                    Err(place) => {
                        let why = format!("Papperet gick inte att göra: ett fel i programmet ({place}).");
                        outcome = Some(Outcome::Failed(why));
                    }
                }
                if outcome.is_some() || stop.load(Ordering::Relaxed) {
                    break;
                }
            }
            letterhead.typesetter().rest();
            let made = match outcome {
                _ if stop.load(Ordering::Relaxed) => Outcome::Stopped,
                None => Outcome::All(made, remarks),
                Some(outcome) => outcome,
            };
            let _ = back.send(Request::Set(Box::new(SetPapers { made, then, now })));
        });
    }

    /// Stops them: what is set already goes nowhere.
    pub(super) fn stop_papers(&self) {
        if let Some(work) = &self.work {
            work.stop.store(true, Ordering::Relaxed);
        }
    }

    /// They are set, or not: lets them out.
    pub(super) fn papers_set(&mut self, SetPapers { made, then, now }: SetPapers) {
        self.work = None;
        self.answer(Reply::PapersWork(None));
        let (made, remarks) = match made {
            Outcome::All(made, remarks) => (made, remarks),
            Outcome::Stopped => {
                let words = "Papperen är avbrutna. Inget av dem sparades eller skrevs ut.";
                return self.answer(Reply::PrintState(words.to_owned()));
            }
            Outcome::Failed(why) => return self.answer(trouble(&why)),
        };
        let Some(mut store) = self.store.take() else { return };
        match then {
            Then::Papers(title) => self.write_papers(&mut store, title, (&made, remarks), now),
            Then::Copies(to, remark) => self.let_copies_go(&mut store, (&to, remark), made, now),
        }
        self.store = Some(store);
    }
}
