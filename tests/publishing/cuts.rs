//! The sweep of cuts for targets that are live: whatever cuts a run short, pages are old or new, nothing is deleted
//! before all that is new stands, and the next run completes it and sends only what is missing.

use super::proxy::{Behaviour, Proxy};
use super::{Desk, Tree};

pub(crate) struct Cuts<'test> {
    desk: &'test Desk,
    proxy: &'test Proxy,
    there: &'test dyn Fn() -> Tree,
    state: usize,
}

impl<'test> Cuts<'test> {
    /// Publishes the first state.
    pub(crate) fn new(desk: &'test Desk, proxy: &'test Proxy, there: &'test dyn Fn() -> Tree) -> Self {
        let cuts = Self { desk, proxy, there, state: 0 };
        cuts.turn();
        desk.published(&[]);
        cuts
    }

    /// Cuts before each `step`th request in turn, until a run is not cut: so many requests, and bytes.
    #[track_caller]
    pub(crate) fn every_request(&mut self, step: usize) -> (usize, usize) {
        let mut requests = 0;
        loop {
            match self.cut(&Behaviour { requests: Some(requests), ..Behaviour::default() }) {
                Some(bytes) => {
                    assert!(requests > 20, "a run has many requests: {requests}");
                    return (requests, bytes);
                }
                None => requests += step,
            }
        }
    }

    /// The server does what it is asked, and its answer is lost.
    #[track_caller]
    pub(crate) fn some_answers(&mut self, requests: usize, step: usize) {
        for answers in (0..requests).step_by(step) {
            self.cut(&Behaviour { answers: Some(answers), ..Behaviour::default() });
        }
    }

    /// Cuts in the midst of a request.
    #[track_caller]
    pub(crate) fn parts_of_bytes(&mut self, whole: usize, parts: usize) {
        for part in 1..parts {
            let bytes = whole * part / parts;
            let cut = self.cut(&Behaviour { bytes: Some(bytes), ..Behaviour::default() }).is_none();
            assert!(cut, "{bytes} of {whole} bytes are not the whole");
        }
    }

    /// Two states of a site: between them a brief changes, one comes and one goes.
    fn turn(&self) {
        let even = self.state.is_multiple_of(2);
        let (words, comes, goes) = if even { ("even", "three", "four") } else { ("odd", "four", "three") };
        self.desk.brief("two", words);
        self.desk.brief(comes, "tertiary");
        let gone = self.desk.site().join(format!("content/briefs/{goes}.md"));
        if gone.exists() {
            fs_err::remove_file(gone).unwrap();
        }
    }

    /// Files of the site, without what the program itself keeps there.
    fn seen(&self) -> Tree {
        (self.there)().into_iter().filter(|(path, _)| !path.starts_with(".variorum")).collect()
    }

    /// One run that is cut, and the next. Gives the bytes that went to the server, if it was not cut.
    #[track_caller]
    fn cut(&mut self, behaviour: &Behaviour) -> Option<usize> {
        self.state += 1;
        let old = self.seen();
        self.turn();
        self.proxy.behave(behaviour.clone());
        let run = self.desk.publish(&["--max-deletes", "50"]);
        let bytes = self.proxy.bytes();
        self.proxy.behave(Behaviour::default());
        let (new, seen) = (self.desk.built(), self.seen());
        for (path, bytes) in &seen {
            let whole = old.get(path) == Some(bytes) || new.get(path) == Some(bytes);
            assert!(whole, "{path} is neither old nor new: {behaviour:?}");
        }
        let missing = new.iter().filter(|(path, bytes)| seen.get(*path) != Some(*bytes)).count();
        let deleted = old.keys().filter(|path| !seen.contains_key(*path)).count();
        assert!(deleted == 0 || missing == 0, "deleted before all was there: {behaviour:?}");
        if run.code == 0 {
            assert_eq!((missing, run.result()), (0, "published"));
            return Some(bytes);
        }
        assert_eq!(run.code, 4, "{}", run.stderr);
        let next = self.desk.published(&["--max-deletes", "50"]);
        assert_eq!(next.sent(), missing, "only what is missing is sent: {behaviour:?}");
        assert!(self.seen() == new, "the next run completes it: {behaviour:?}");
        None
    }
}
