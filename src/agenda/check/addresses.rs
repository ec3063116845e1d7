//! Web addresses of the event, of people and of sessions.

use super::state::{Check, clean_line};
use crate::agenda::clean::Clean;
use crate::agenda::draft::DraftLink;
use crate::agenda::file_text::FileText;
use crate::agenda::forms::{absolute_address, looks_like_host, plain_web_address, web_address};
use crate::agenda::model::Link;
use crate::agenda::position::{At, Span};
use crate::agenda::vocabulary::LinkKind;

impl Check {
    /// Returns `url` as an absolute web address. Reports a text that is none.
    pub(super) fn check_address(&mut self, url: Option<At<FileText>>) -> Option<Clean> {
        let At { value, at } = url.filter(|url| !url.value.is_empty())?;
        let url = match plain_web_address(value) {
            Ok(address) => return Some(address),
            Err(value) => At { value, at },
        };
        let address = match absolute_address(&url.value, self.base.as_deref()) {
            Some(address) => web_address(&address),
            None if looks_like_host(&url.value) => self.complete_address(&url),
            None => None,
        };
        if address.is_none() {
            self.warn_no_address(&url.at);
        }
        address
    }

    /// Puts `https://` before a host name, with a warning.
    fn complete_address(&mut self, url: &At<FileText>) -> Option<Clean> {
        let address = web_address(&format!("https://{}", url.value.trim()))?;
        self.report_warning(
            &url.at,
            "this web address does not say https://",
            "it is taken as if it did",
        );
        Some(address)
    }

    fn warn_no_address(&mut self, at: &Span) {
        self.report_warning(
            at,
            "this is not a web address",
            "it is left out: addresses begin with http:// or https://",
        );
    }

    /// Returns a link of a session. People confuse the two fields of a form: a link with the
    /// address in `title` and the text in `url` is turned around.
    pub(super) fn check_link(&mut self, mut link: DraftLink) -> Option<Link> {
        if let Some(title) = &mut link.title
            && web_address(&title.value).is_some()
            && absolute_address(&link.url.value, self.base.as_deref()).is_none()
        {
            std::mem::swap(title, &mut link.url);
        }
        let url = self.check_address(Some(link.url))?;
        let kind =
            link.kind.and_then(|kind| self.value_of_word(&kind, LinkKind::ALL, LinkKind::word));
        Some(Link { title: clean_line(link.title), url, kind })
    }
}
