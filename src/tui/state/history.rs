//! What was searched for.

/// Earlier queries, the newest last.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct History {
    queries: Vec<String>,
    /// How far one has gone back; 0: not at all.
    back: usize,
}

impl History {
    const MOST: usize = 50;

    /// Keeps a query that was used. What is there already becomes the newest.
    pub(crate) fn add(&mut self, query: &str) {
        self.back = 0;
        let query = query.trim();
        if query.is_empty() {
            return;
        }
        self.queries.retain(|known| known != query);
        self.queries.push(query.to_owned());
        if self.queries.len() > Self::MOST {
            self.queries.remove(0);
        }
    }

    /// The query before the one that was given last; after the oldest comes the newest again.
    /// `typed`, which is on the screen, is not given.
    pub(crate) fn older(&mut self, typed: &str) -> Option<&str> {
        for _ in 0..self.queries.len().min(2) {
            self.back = self.back % self.queries.len() + 1;
            if self.queries.get(self.queries.len() - self.back).is_some_and(|query| query != typed)
            {
                break;
            }
        }
        self.queries
            .get(self.queries.len().checked_sub(self.back)?)
            .filter(|query| *query != typed)
            .map(String::as_str)
    }

    /// Something else is typed: the next step back begins with the newest.
    pub(crate) fn typed(&mut self) {
        self.back = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn going_back_leads_round() {
        let mut history = History::default();
        assert_eq!(history.older(""), None);
        for query in ["one", "two ", "", "three", "two"] {
            history.add(query);
        }
        let back: Vec<String> = (0..4)
            .scan(String::new(), |typed, _| {
                history.older(typed).map(|query| query.clone_into(typed)).map(|()| typed.clone())
            })
            .collect();
        assert_eq!(back, ["two", "three", "one", "two"]);
        history.typed();
        assert_eq!(history.older("two"), Some("three"));
        let mut one = History::default();
        one.add("x");
        assert_eq!(one.older("x"), None);
        assert_eq!(one.older("y"), Some("x"));
    }

    #[test]
    fn the_oldest_are_forgotten() {
        let mut history = History::default();
        (0..60).for_each(|at| history.add(&at.to_string()));
        assert_eq!((history.queries.len(), history.queries[0].as_str()), (History::MOST, "10"));
    }
}
