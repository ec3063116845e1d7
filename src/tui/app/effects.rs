//! The effects: the only place where the program acts on the world outside. A failure becomes a
//! sentence on the screen.

use super::{End, Program};
use crate::agenda::Clean;
use crate::store::{self, NewFile};
use crate::tui::event::{Event, LineError};
use crate::tui::input::action::{Action, Effect};
use crate::tui::plan_writer::SaveRequest;
use std::io;

impl Program<'_> {
    /// Performs an effect. Returns the end of the program if the effect ends the program.
    ///
    /// # Errors
    /// The terminal cannot be used.
    pub(super) fn perform_effect(&mut self, effect: Effect) -> io::Result<Option<End>> {
        let answer = match effect {
            Effect::Quit => return Ok(Some(End::Quit)),
            Effect::Redraw => {
                self.screen.reenter()?;
                None
            }
            Effect::Ring => {
                self.screen.ring();
                None
            }
            Effect::Suspend => {
                self.screen.suspend()?;
                None
            }
            Effect::Copy(text) => {
                self.copy(text);
                None
            }
            Effect::Save(changes) => self.request_save(SaveRequest::Plan(changes)),
            Effect::Arrange(arrangement) => {
                // Without a home directory, the arrangement lasts until the end of the program.
                let request = SaveRequest::Rooms(arrangement);
                let sent = self.writer.as_ref().is_some_and(|to| to.send(request).is_ok());
                self.arranging += usize::from(sent);
                None
            }
            Effect::EditNote(text) => Some(self.edit_note(&text)?),
            Effect::Open(url) => Some(match open::that_detached(&url) {
                Ok(()) => Action::Notice(format!("Opening {url}")),
                Err(error) => Action::Failure(format!("Cannot open {url}: {error}")),
            }),
            Effect::OpenAgenda(name) => {
                self.open_agenda(&name).err().map(|error| Action::Failure(error.to_string()))
            }
            Effect::Reread => self.refresh_by_key(),
            Effect::WriteNew { name, text, about } => Some(write_file(name, &text, &about)),
        };
        match answer {
            Some(action) => self.apply_action(action),
            None => Ok(None),
        }
    }

    /// Opens a text in the person's editor, and waits for its end. The reader of keys waits, too.
    fn edit_note(&mut self, text: &str) -> io::Result<Action> {
        let Some(editor) = store::editor_command() else {
            let text = "$EDITOR is not set: the note has this line";
            return Ok(Action::Notice(text.to_owned()));
        };
        let edited = self.screen.lend(|| store::edit_text(&editor, text))?;
        Ok(match edited {
            Ok(text) => Action::NoteEdited(text),
            Err(error) => Action::Failure(format!("Not edited: {}", LineError::new(error))),
        })
    }

    /// Returns the action for a terminal of another size.
    pub(super) fn resize_action(&self, width: u16, height: u16) -> Action {
        let (width, height) = self.screen.drawn_size(width, height);
        Action::Resize { width, height }
    }

    /// Gives the text to a program in a thread of its own. [`Event::Copied`] tells the loop.
    fn copy(&self, text: String) {
        let (clipboard, events) = (self.clipboard.clone(), self.events.clone());
        std::thread::spawn(move || {
            let by_program = clipboard.copy_with_program(&text);
            let _ = events.send(Event::Copied { text, by_program });
        });
    }

    /// Returns the sentence about a text that was to be copied. Without a program, the terminal is
    /// asked to take the text.
    pub(super) fn finish_copy(&mut self, text: &str, by_program: bool) -> io::Result<String> {
        if by_program {
            return Ok(format!("Copied: {text}"));
        }
        if !self.clipboard.has_terminal {
            return Ok(format!("There is no clipboard here. The text to select: {text}"));
        }
        self.screen.copy_text(text)?;
        Ok(format!("Sent to the clipboard of the terminal: {text}"))
    }

    /// Sends a request to the writer. Returns the answer if there is no writer.
    fn request_save(&self, request: SaveRequest) -> Option<Action> {
        let why = match &self.writer {
            Some(writer) if writer.send(request).is_ok() => return None,
            Some(_) => "what saves your schedule has failed: start hallway again",
            None => "there is no home directory to keep your schedule in",
        };
        let after = self.model.plan.saving.len().saturating_sub(1);
        Some(Action::NotSaved { after, why: why.to_owned() })
    }
}

/// Writes a new file, from the folder in which the program was started.
fn write_file(name: String, text: &str, about: &str) -> Action {
    match store::write_new_file(&name, text.as_bytes()) {
        Ok(NewFile::Written(path)) => {
            let path = Clean::line(path.display().to_string());
            Action::FileWritten(format!("Wrote {path}: {about}"))
        }
        Ok(NewFile::Taken { free }) => Action::NameTaken { name, free },
        Err(error) => Action::Failure(LineError::new(error).to_string()),
    }
}
