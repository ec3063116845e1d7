//! The history of searches.

/// Earlier queries, the newest last.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct History {
    queries: Vec<String>,
    /// The number of steps back from the end of `queries`; 0 before the first step.
    steps_back: usize,
}

impl History {
    /// The largest number of queries. The oldest queries are dropped.
    const LIMIT: usize = 50;

    /// Adds a query as the newest. An equal earlier query is removed.
    pub(crate) fn add_query(&mut self, query: &str) {
        self.steps_back = 0;
        let query = query.trim();
        if query.is_empty() {
            return;
        }
        self.queries.retain(|known| known != query);
        self.queries.push(query.to_owned());
        if self.queries.len() > Self::LIMIT {
            self.queries.remove(0);
        }
    }

    /// Goes one step back and returns the query there. The newest query follows the oldest. Skips
    /// the query `typed`, and returns `None` if no other query is there.
    pub(crate) fn older_query(&mut self, typed: &str) -> Option<&str> {
        for _ in 0..self.queries.len().min(2) {
            self.steps_back = self.steps_back % self.queries.len() + 1;
            if self.current_query().is_some_and(|query| query != typed) {
                break;
            }
        }
        self.current_query().filter(|query| *query != typed)
    }

    /// Returns to the end: the next step back leads to the newest query.
    pub(crate) fn start_over(&mut self) {
        self.steps_back = 0;
    }

    /// Returns the query `steps_back` from the end.
    fn current_query(&self) -> Option<&str> {
        self.queries.get(self.queries.len().checked_sub(self.steps_back)?).map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn history_of(queries: &[&str]) -> History {
        let mut history = History::default();
        queries.iter().for_each(|query| history.add_query(query));
        history
    }

    #[test]
    fn empty_history_has_no_older_query() {
        assert_eq!(History::default().older_query(""), None);
    }

    #[test]
    fn steps_back_lead_from_the_newest_to_the_oldest_and_round() {
        let mut history = history_of(&["one", "two ", "", "three", "two"]);
        let mut typed = String::new();
        for expected in ["two", "three", "one", "two"] {
            typed = history.older_query(&typed).unwrap().to_owned();
            assert_eq!(typed, expected);
        }
        history.start_over();
        assert_eq!(history.older_query("two"), Some("three"));
    }

    #[test]
    fn typed_query_is_skipped() {
        let mut history = history_of(&["x"]);
        assert_eq!(history.older_query("x"), None);
        assert_eq!(history.older_query("y"), Some("x"));
    }

    #[test]
    fn oldest_query_is_dropped_at_the_limit() {
        let mut history = History::default();
        (0..60).for_each(|at| history.add_query(&at.to_string()));
        assert_eq!((history.queries.len(), history.queries[0].as_str()), (History::LIMIT, "10"));
    }
}
