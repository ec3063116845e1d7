//! Sessionize's views: "All" joins its lists by id; "GridSmart" and "Sessions" have each session
//! written out. Times are wall clocks of the event without its zone, or, in older feeds, UTC.

use super::json::{Gather, Node, is_cancelled, joined, name, parse, service_kind};
use super::text::plain_text;
use super::words;
use crate::agenda::{At, Draft, DraftLink, DraftPerson, DraftSession, Kind, Part, Problem, Text};
use std::collections::HashMap;

/// Reads the whole of a file. What is wrong in one session costs that session at most.
///
/// # Errors
/// A sentence, where nothing in the text belongs to an agenda.
pub(super) fn read(text: &str) -> Result<Draft, Problem> {
    let (root, problems) = parse(text)?;
    let mut reader = Reader { gather: Gather::new(problems), ..Reader::default() };
    if root.is_map() {
        reader.lists(&root);
        for session in root.list("sessions") {
            reader.session(session, None);
        }
    } else {
        for group in root.items() {
            reader.group(group);
        }
    }
    reader.gather.finish(!root.broken)
}

#[derive(Default)]
struct Reader {
    gather: Gather,
    rooms: HashMap<String, String>,
    questions: HashMap<String, String>,
    /// Category and item, by the item's id.
    items: HashMap<String, (String, String)>,
}

impl Reader {
    /// The lists of the view "All" that its sessions point into.
    fn lists(&mut self, root: &Node<'_>) {
        for room in root.list("rooms") {
            if let (Some(id), Some(name)) = (room.said(&["id"]), room.said(&["name"]).map(name)) {
                self.rooms.insert(id.value, name.value.clone());
                self.gather.room(name, None);
            }
        }
        for question in root.list("questions") {
            if let (Some(id), Some(text)) =
                (question.said(&["id"]), question.said(&["question"]).map(name))
            {
                self.questions.insert(id.value, text.value);
            }
        }
        for category in root.list("categories") {
            let title = category
                .said(&["title", "name"])
                .map(name)
                .map(|title| title.value)
                .unwrap_or_default();
            for item in category.any(&["items", "categoryItems"]).into_iter().flat_map(Node::items)
            {
                if let (Some(id), Some(name)) = (item.said(&["id"]), item.said(&["name"]).map(name))
                {
                    self.items.insert(id.value, (title.clone(), name.value));
                }
            }
        }
        let speaker = |node: &Node<'_>| Some((node.said(&["id"])?.value, person(node)?));
        self.gather.speakers(root.list("speakers"), speaker, "this speaker has no id or no name");
    }

    /// A day of "GridSmart", whose `timeSlots` repeat what its rooms have, or a group of
    /// "Sessions".
    fn group(&mut self, group: &Node<'_>) {
        for room in group.list("rooms") {
            let name = room.said(&["name"]).map(name);
            if let Some(name) = &name {
                self.gather.room(name.clone(), None);
            }
            for session in room.list("sessions") {
                self.session(session, name.as_ref());
            }
        }
        for session in group.list("sessions") {
            self.session(session, None);
        }
    }

    fn session(&mut self, node: &Node<'_>, room: Option<&At<String>>) {
        let Some(mut session) = self.gather.session(node) else { return };
        session.id = node.said(&["id"]);
        if let Some(start) = node.said(&["startsAt"]) {
            session.start = self.gather.when(&start).or(session.start);
        }
        session.end = node.said(&["endsAt"]).and_then(|end| self.gather.when(&end));
        let own = || node.said(&["room"]);
        session.rooms = room
            .cloned()
            .or_else(own)
            .or_else(|| self.room(node.get("roomId")?))
            .into_iter()
            .collect();
        for room in &session.rooms {
            self.gather.room(room.clone(), None);
        }
        for speaker in node.list("speakers") {
            self.credit(&mut session, speaker);
        }
        let mut kind = None;
        for (category, item) in self.categories(node) {
            sorted_in(&mut session, &mut kind, &category, item);
        }
        let title = session.title.as_ref().map_or("", |title| &title.value);
        let kind = if node.truth("isServiceSession") {
            Some(service_kind(title).unwrap_or(Kind::Other))
        } else if node.truth("isPlenumSession") {
            kind.or_else(|| words::kind("", title)).or(Some(Kind::Keynote))
        } else {
            kind.or_else(|| words::kind("", title))
        };
        session.kind =
            kind.map(|kind| At { value: kind.word().to_owned(), at: session.at.clone() });
        session.cancelled = is_cancelled(node);
        let mut texts = vec![node.said(&["description"])];
        for (key, title) in [("liveUrl", "Live"), ("recordingUrl", "Recording")] {
            let title = Some(At { value: title.to_owned(), at: node.head() });
            session.links.extend(node.said(&[key]).map(|url| DraftLink { title, url }));
        }
        for answer in node.list("questionAnswers") {
            texts.push(self.answer(&mut session, answer));
        }
        session.summary = joined(texts).map(|text| text.map(Text::from));
        self.gather.keep(session);
    }

    /// The room of a number. A cut-off file may have lost the list: then the number has to do.
    fn room(&mut self, node: &Node<'_>) -> Option<At<String>> {
        let id = node.text()?;
        let known = self.rooms.get(&id.value).cloned();
        if known.is_none() {
            self.gather.warn(
                &node.at,
                "the file has no name for this room",
                "it is shown as the file has it",
            );
        }
        Some(At { value: known.unwrap_or(id.value), at: id.at })
    }

    fn credit(&mut self, session: &mut DraftSession, node: &Node<'_>) {
        let id = if node.is_map() { node.said(&["id"]) } else { node.text() };
        if let Some(name) = id.and_then(|id| self.gather.listed(&id.value)) {
            session.people.push((Part::Speaker, name));
            return;
        }
        let Some(person) = person(node) else {
            self.gather.error(
                &node.at,
                "the file has no name for this speaker",
                "the session is shown without them",
            );
            return;
        };
        session.people.push((Part::Speaker, person.name.clone()));
        self.gather.person(person);
    }

    /// Category and item of everything that the session is sorted under.
    fn categories(&mut self, node: &Node<'_>) -> Vec<(String, At<String>)> {
        let mut all = Vec::new();
        for item in node.list("categoryItems") {
            let found = self.gather.linked(item, &self.items, "the session is shown without it");
            all.extend(
                found.map(|(category, value)| (category, At { value, at: item.at.clone() })),
            );
        }
        for category in node.list("categories") {
            let title = category
                .said(&["name", "title"])
                .map(name)
                .map(|title| title.value)
                .unwrap_or_default();
            let items = category.any(&["categoryItems", "items"]).into_iter().flat_map(Node::items);
            all.extend(items.filter_map(|item| Some((title.clone(), item.text()?))));
        }
        all
    }

    /// An address becomes a link; what else was answered, a paragraph.
    fn answer(&mut self, session: &mut DraftSession, node: &Node<'_>) -> Option<At<String>> {
        let answer = node.said(&["answerValue", "answer"])?;
        let asked =
            node.said(&["questionId"]).and_then(|id| self.questions.get(&id.value).cloned());
        let asked = asked.or_else(|| node.said(&["question"]).map(|question| question.value));
        if answer.value.trim().starts_with("http://") || answer.value.trim().starts_with("https://")
        {
            let title = asked.map(|value| At { value, at: answer.at.clone() });
            session.links.push(DraftLink { title, url: answer });
            return None;
        }
        let value = match asked {
            Some(asked) => format!("{}: {}", asked.trim().trim_end_matches(':'), answer.value),
            None => answer.value,
        };
        Some(At { value, at: answer.at })
    }
}

/// Puts an item where the words of its category say: track, language, kind, or else a tag.
fn sorted_in(
    session: &mut DraftSession,
    kind: &mut Option<Kind>,
    category: &str,
    item: At<String>,
) {
    let category = category.to_lowercase();
    let about = |words: &[&str]| words.iter().any(|word| category.contains(word));
    if about(&["track", "stream"]) && session.track.is_none() {
        session.track = Some(item);
    } else if about(&["language", "sprache", "langue", "idioma"]) && session.language.is_none() {
        session.language = Some(item);
    } else if about(&["format", "type", "length", "duration"])
        && kind.is_none()
        && let Some(sort) = words::kind(&item.value, "")
    {
        *kind = Some(sort);
    } else {
        session.tags.push(item);
    }
}

fn person(node: &Node<'_>) -> Option<DraftPerson> {
    let whole = || {
        let names = [node.said(&["firstName"]), node.said(&["lastName"])];
        let at = names.iter().flatten().next()?.at.clone();
        let names: Vec<String> =
            names.into_iter().flatten().map(|name| name.value.trim().to_owned()).collect();
        Some(At { value: names.join(" "), at })
    };
    let name = name(node.said(&["fullName", "name"]).or_else(whole)?);
    let bio = node.said(&["bio"]).map(|bio| At { value: plain_text(&bio.value), at: bio.at });
    // The page of the person before that of a network.
    let links = || node.list("links");
    let own = |link: &&Node<'_>| {
        link.said(&["linkType"])
            .is_some_and(|sort| matches!(sort.value.as_str(), "Blog" | "Company_Website"))
    };
    let url = links().find(own).or_else(|| links().next()).and_then(|link| link.said(&["url"]));
    Some(DraftPerson { name, role: node.said(&["tagLine"]), affiliation: None, bio, url })
}

#[cfg(test)]
mod tests;
