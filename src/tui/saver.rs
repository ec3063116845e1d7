//! Saving off the drawing thread: a slow disk never holds up the screen.

use super::Event;
use crate::agenda::Clean;
use crate::plan::Change;
use crate::store::{Folders, UNLOCKED};
use std::sync::mpsc::{Receiver, Sender, channel};

/// Starts the thread that saves the plan of that event. Every deed that is sent to it is answered by one [`Event::Saved`],
/// in order; those that wait while the disk is busy are written at once.
pub(super) fn saver(folders: Folders, event: String, events: Sender<Event>) -> Sender<Vec<Change>> {
    let (sender, deeds) = channel();
    std::thread::spawn(move || save_all(&folders, &event, &deeds, &events));
    sender
}

fn save_all(folders: &Folders, event: &str, deeds: &Receiver<Vec<Change>>, events: &Sender<Event>) {
    let mut told = false;
    while let Ok(first) = deeds.recv() {
        let waiting: Vec<Vec<Change>> = std::iter::once(first).chain(deeds.try_iter()).collect();
        let deeds: Vec<&[Change]> = waiting.iter().map(Vec::as_slice).collect();
        let saved = folders.change_plan_by(event, &deeds);
        let unlocked = matches!(&saved, Ok(saved) if saved.unlocked);
        let answer = saved.map(|saved| saved.plan).map_err(|why| Clean::line(&why.to_string()).to_string());
        for _ in deeds {
            if events.send(Event::Saved(answer.clone())).is_err() {
                return;
            }
        }
        if unlocked && !told {
            told = events.send(Event::Told(UNLOCKED.into())).is_ok();
        }
    }
}
