//! [`Visit`]: the rules of redirects, second tries and bounds.

use super::address::Address;
use super::error::{FetchError, FetchFault};
use super::limits::{
    BYTES_MAX, PARTS_MAX, PAUSE, PAUSE_MAX, REDIRECTS_MAX, REQUESTS_MAX, TIME_MAX,
};
use super::transport::{HttpReply, HttpRequest, Transport, Validators};
use chrono::DateTime;
use std::time::Duration;

/// The requests that one address of a person leads to, in common bounds.
pub(crate) struct Visit<'t> {
    transport: &'t mut dyn Transport,
    requests: usize,
    /// True for the requests of a schedule's parts, which have a bound of their own.
    is_in_parts: bool,
    has_retried: bool,
    /// Tells a person about a second try.
    tell: fn(&str),
    /// The page whose site the redirects must not leave.
    site: Option<Address>,
    /// The host of another site that the last redirect led to.
    other_host: Option<String>,
}

/// A document of the web.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Document {
    /// The address after all redirects.
    pub(crate) address: Address,
    /// The body after decompression; never empty.
    pub(crate) body: Vec<u8>,
    /// The checksum is that of the body, or `None` if the caller had no copy to compare.
    pub(crate) validators: Validators,
}

/// The result of a request for a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum FetchOutcome {
    /// The document is the one that the caller's validators describe. These are its validators now:
    /// a server may give new ones for the same bytes.
    Unchanged(Validators),
    Fetched(Document),
}

impl<'t> Visit<'t> {
    /// Returns a visit that has sent no request. `tell` is called with a message about a second
    /// try.
    pub(crate) fn new(transport: &'t mut dyn Transport, tell: fn(&str)) -> Visit<'t> {
        Visit {
            transport,
            requests: 0,
            is_in_parts: false,
            has_retried: false,
            tell,
            site: None,
            other_host: None,
        }
    }

    /// Returns true if the visit may send a request.
    pub(crate) fn has_requests(&self) -> bool {
        self.requests < if self.is_in_parts { PARTS_MAX } else { REQUESTS_MAX }
    }

    /// Runs `work` on the parts of one schedule. Their requests have a bound of their own: they
    /// take none from the search.
    pub(super) fn fetch_parts<T>(&mut self, work: impl FnOnce(&mut Self) -> T) -> T {
        let of_search = (self.requests, self.is_in_parts);
        (self.requests, self.is_in_parts) = (0, true);
        let result = work(self);
        (self.requests, self.is_in_parts) = of_search;
        result
    }

    /// Refuses redirects to other sites than that of `page` from now on: a person has not given
    /// the address.
    pub(super) fn keep_to_site(&mut self, page: &Address) {
        self.site = Some(page.clone());
    }

    /// Returns the host of another site that redirects of this visit led to.
    pub(crate) fn other_host(&self) -> Option<&str> {
        self.other_host.as_deref()
    }

    /// Fetches the document at `address`, of which the caller has no copy.
    ///
    /// # Errors
    /// Returns the errors of [`Visit::fetch`].
    pub(crate) fn fetch_new(&mut self, address: &Address) -> Result<Document, FetchError> {
        match self.fetch(address, &Validators::default())? {
            FetchOutcome::Fetched(document) => Ok(document),
            // A server answers "not modified" to nobody who has no copy: `fetch` refuses that.
            FetchOutcome::Unchanged(_) => Err(FetchError::new(address, FetchFault::Empty)),
        }
    }

    /// Fetches the document at `address`. `known` describes the copy that the caller has.
    ///
    /// # Errors
    /// Returns an error if there is no complete document in the bounds of the visit.
    pub(crate) fn fetch(
        &mut self,
        address: &Address,
        known: &Validators,
    ) -> Result<FetchOutcome, FetchError> {
        let mut passed = vec![address.clone()];
        loop {
            let at = passed.last().unwrap_or(address).clone();
            let fault = |fault: FetchFault| FetchError::new(&at, fault);
            let reply = self.send_twice(&at, known).map_err(fault)?;
            match reply.status {
                200 | 203 => return accept_reply(&at, reply, known).map_err(fault),
                304 if known.has_conditions() => {
                    return Ok(FetchOutcome::Unchanged(renew_validators(known, reply)));
                }
                301 | 302 | 303 | 307 | 308 => {
                    let next = follow_redirect(&at, &reply, &passed).map_err(fault)?;
                    if self.site.as_ref().is_some_and(|site| !next.is_same_site(site)) {
                        return Err(fault(FetchFault::LeavesSite(next.shown())));
                    }
                    if !next.is_same_site(address) {
                        self.other_host = Some(next.host().to_owned());
                    }
                    passed.push(next);
                }
                _ => return Err(fault(status_fault(&reply))),
            }
        }
    }

    /// Sends a request. After a fault that may pass, the visit sends the request once again.
    fn send_twice(
        &mut self,
        address: &Address,
        known: &Validators,
    ) -> Result<HttpReply, FetchFault> {
        let first = self.send(address, known);
        let Some(pause) = pause_before_retry(&first) else { return first };
        let has_time = self.transport.elapsed() + pause < TIME_MAX;
        if self.has_retried || !has_time || !self.has_requests() {
            return first;
        }
        self.has_retried = true;
        (self.tell)(&describe_second_try(address, &first, pause));
        self.transport.pause(pause);
        self.send(address, known)
    }

    fn send(&mut self, address: &Address, known: &Validators) -> Result<HttpReply, FetchFault> {
        if !self.has_requests() {
            return Err(match self.is_in_parts {
                true => FetchFault::TooManyParts,
                false => FetchFault::TooManyRequests,
            });
        }
        self.requests += 1;
        let time_left = TIME_MAX.saturating_sub(self.transport.elapsed());
        if time_left.is_zero() {
            return Err(FetchFault::Overtime);
        }
        let bytes_left = BYTES_MAX.saturating_sub(self.transport.received());
        let request = HttpRequest { address, validators: known, time_left, bytes_left };
        let reply = self.transport.get(&request)?;
        if reply.body.len() > bytes_left {
            return Err(FetchFault::TooBig);
        }
        Ok(reply)
    }
}

/// Returns the checksum of a body: FNV-1a of 64 bits over words of 8 bytes, with the high half of
/// each step mixed into the low half. A processor works on four sums at once: word 0, 4, 8 … is in
/// the first one. No update of the compiler changes the checksum.
pub(crate) fn checksum(body: &[u8]) -> u64 {
    const START: u64 = 0xcbf2_9ce4_8422_2325;
    let (blocks, rest) = body.as_chunks::<32>();
    let mut sums = [START; 4];
    for block in blocks {
        let ([first, second, third, fourth], _) = block.as_chunks::<8>() else { continue };
        sums = [
            add_to_checksum(sums[0], u64::from_le_bytes(*first)),
            add_to_checksum(sums[1], u64::from_le_bytes(*second)),
            add_to_checksum(sums[2], u64::from_le_bytes(*third)),
            add_to_checksum(sums[3], u64::from_le_bytes(*fourth)),
        ];
    }
    let rest = rest.iter().map(|byte| u64::from(*byte));
    sums.into_iter().chain(rest).chain([body.len() as u64]).fold(START, add_to_checksum)
}

fn add_to_checksum(sum: u64, word: u64) -> u64 {
    let sum = (sum ^ word).wrapping_mul(0x0100_0000_01b3);
    sum ^ (sum >> 32)
}

fn accept_reply(
    address: &Address,
    reply: HttpReply,
    known: &Validators,
) -> Result<FetchOutcome, FetchFault> {
    if reply.body.trim_ascii().is_empty() {
        return Err(FetchFault::Empty);
    }
    // Without a copy, nobody may need the checksum.
    let sum = known.checksum.map(|_| checksum(&reply.body));
    let (etag, last_modified) = (reply.etag, reply.last_modified);
    let validators = Validators { etag, last_modified, checksum: sum };
    if sum.is_some() && sum == known.checksum {
        return Ok(FetchOutcome::Unchanged(validators));
    }
    let document = Document { address: address.clone(), body: reply.body, validators };
    Ok(FetchOutcome::Fetched(document))
}

/// Returns the validators of a copy after the reply "not modified", whose headers replace those of
/// the copy (RFC 9111 4.3.4).
fn renew_validators(known: &Validators, reply: HttpReply) -> Validators {
    Validators {
        etag: reply.etag.or_else(|| known.etag.clone()),
        last_modified: reply.last_modified.or_else(|| known.last_modified.clone()),
        checksum: known.checksum,
    }
}

/// Returns the address that a redirect leads to. A redirect to an unencrypted connection is
/// refused: anybody on the way could have written the document.
fn follow_redirect(
    from: &Address,
    reply: &HttpReply,
    passed: &[Address],
) -> Result<Address, FetchFault> {
    let location = reply.location.as_deref().unwrap_or_default();
    if location.is_empty() {
        return Err(FetchFault::RedirectToNowhere(String::new()));
    }
    let Ok(next) = from.join(location) else {
        // The part before @ may be a password, and the query may have a token.
        let shown = match location.split_once('?') {
            _ if location.contains('@') => "a link with a user's name".to_owned(),
            Some((link, _)) => format!("{link}?…"),
            None => location.to_owned(),
        };
        return Err(FetchFault::RedirectToNowhere(shown));
    };
    match next {
        _ if passed.contains(&next) => Err(FetchFault::Circle),
        _ if passed.len() > REDIRECTS_MAX => Err(FetchFault::TooManyRedirects),
        _ if from.is_secure() && !next.is_secure() => Err(FetchFault::Unencrypted(next.shown())),
        next => Ok(next),
    }
}

fn status_fault(reply: &HttpReply) -> FetchFault {
    FetchFault::Status { code: reply.status, retry_after: retry_after(reply) }
}

/// Returns the pause that a server asks for with `Retry-After`: seconds or a date (RFC 9110
/// 10.2.3). The clock of the server dates the reply.
fn retry_after(reply: &HttpReply) -> Option<Duration> {
    let value = reply.retry_after.as_deref()?.trim();
    if let Ok(seconds) = value.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let date = |text: &str| DateTime::parse_from_rfc2822(text.trim()).ok();
    let pause = date(value)? - date(reply.date.as_deref()?)?;
    Some(pause.to_std().unwrap_or_default())
}

/// Returns a message such as `conf.example answers 503, the server has a fault: https://….
/// Trying again in 1 second`.
fn describe_second_try(
    address: &Address,
    first: &Result<HttpReply, FetchFault>,
    pause: Duration,
) -> String {
    let fault = first.as_ref().map_or_else(Clone::clone, status_fault);
    let seconds = pause.as_secs();
    let unit = if seconds == 1 { "second" } else { "seconds" };
    let advice = format!("Trying again in {seconds} {unit}");
    FetchError::new(address, fault).with_advice(advice).to_string()
}

/// Returns the pause before a second try, or `None` if a second try does not help.
fn pause_before_retry(result: &Result<HttpReply, FetchFault>) -> Option<Duration> {
    match result {
        Ok(reply) if matches!(reply.status, 408 | 429 | 502 | 503 | 504) => {
            Some(retry_after(reply).unwrap_or(PAUSE)).filter(|pause| *pause <= PAUSE_MAX)
        }
        Err(FetchFault::Cut | FetchFault::Damaged) => Some(PAUSE),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A network with one reply for each request. The clock goes on with each request and pause.
    #[derive(Default)]
    struct Script {
        replies: Vec<Result<HttpReply, FetchFault>>,
        /// The time of each request in seconds.
        seconds: u64,
        clock: Duration,
        asked: Vec<String>,
        pauses: Vec<Duration>,
        received: usize,
        /// The number of bytes before each fault.
        bytes_of_fault: usize,
    }

    impl Transport for Script {
        fn get(&mut self, request: &HttpRequest<'_>) -> Result<HttpReply, FetchFault> {
            self.asked.push(request.address.to_string());
            self.clock += Duration::from_secs(self.seconds);
            let answer =
                if self.replies.is_empty() { Ok(reply(500)) } else { self.replies.remove(0) };
            self.received += answer.as_ref().map_or(self.bytes_of_fault, |reply| reply.body.len());
            answer
        }

        fn pause(&mut self, time: Duration) {
            self.pauses.push(time);
            self.clock += time;
        }

        fn elapsed(&self) -> Duration {
            self.clock
        }

        fn received(&self) -> usize {
            self.received
        }
    }

    fn reply(status: u16) -> HttpReply {
        HttpReply { status, ..HttpReply::default() }
    }

    fn page(body: &str) -> Result<HttpReply, FetchFault> {
        Ok(HttpReply { body: body.into(), ..reply(200) })
    }

    fn redirect(location: &str) -> Result<HttpReply, FetchFault> {
        Ok(HttpReply { location: Some(location.to_owned()), ..reply(302) })
    }

    fn later(status: u16, retry_after: &str) -> Result<HttpReply, FetchFault> {
        let date = Some("Sun, 01 Feb 2026 10:00:00 GMT".to_owned());
        Ok(HttpReply { retry_after: Some(retry_after.to_owned()), date, ..reply(status) })
    }

    fn script(replies: impl IntoIterator<Item = Result<HttpReply, FetchFault>>) -> Script {
        Script { replies: replies.into_iter().collect(), ..Script::default() }
    }

    fn fetch(script: &mut Script, known: &Validators) -> Result<FetchOutcome, FetchFault> {
        let address = Address::parse("https://conf.example/a").unwrap();
        Visit::new(script, |_| {}).fetch(&address, known).map_err(|error| error.fault)
    }

    fn fetch_text(script: &mut Script) -> Result<String, FetchFault> {
        match fetch(script, &Validators::default())? {
            FetchOutcome::Fetched(document) => Ok(String::from_utf8(document.body).unwrap()),
            FetchOutcome::Unchanged(_) => Ok("unchanged".to_owned()),
        }
    }

    #[test]
    fn redirects_end_at_the_document_or_are_refused() {
        let circle = [redirect("/b"), redirect("/a")];
        let long = ["/1", "/2", "/3", "/4", "/5", "/6"].map(redirect);
        let longest = [redirect("/1"), redirect("/2"), redirect("/3"), redirect("/4")];
        let longest = longest.into_iter().chain([redirect("/5"), page("x")]);
        for (mut script, requests, expected) in [
            (script([redirect("//www.conf.example/b"), page("x")]), 2, Ok("x")),
            (script(longest), 6, Ok("x")),
            (script(long), 6, Err(FetchFault::TooManyRedirects)),
            (script(circle), 2, Err(FetchFault::Circle)),
            (script([redirect("/a")]), 1, Err(FetchFault::Circle)),
            (
                script([redirect("http://conf.example/b")]),
                1,
                Err(FetchFault::Unencrypted("http://conf.example/b".to_owned())),
            ),
            (script([redirect("")]), 1, Err(FetchFault::RedirectToNowhere(String::new()))),
            (
                script([redirect("file:///etc/passwd")]),
                1,
                Err(FetchFault::RedirectToNowhere("file:///etc/passwd".to_owned())),
            ),
        ] {
            let result = fetch_text(&mut script);
            assert_eq!(result, expected.map(str::to_owned), "{:?}", script.asked);
            assert_eq!(script.asked.len(), requests, "{:?}", script.asked);
        }
    }

    #[test]
    fn fault_that_may_pass_has_one_second_try() {
        let second = Duration::from_secs(1);
        let status = |code, seconds: Option<u64>| {
            Err(FetchFault::Status { code, retry_after: seconds.map(Duration::from_secs) })
        };
        let date = "Sun, 01 Feb 2026 10:00:03 GMT";
        for (replies, pauses, expected) in [
            (vec![Err(FetchFault::Cut), page("x")], vec![second], Ok("x")),
            (vec![Err(FetchFault::Damaged), page("x")], vec![second], Ok("x")),
            (vec![Ok(reply(503)), page("x")], vec![second], Ok("x")),
            (vec![later(429, "7"), page("x")], vec![7 * second], Ok("x")),
            (vec![later(503, date), page("x")], vec![3 * second], Ok("x")),
            (vec![Err(FetchFault::Cut), Err(FetchFault::Cut)], vec![second], Err(FetchFault::Cut)),
            (vec![Ok(reply(503)), later(503, "30")], vec![second], status(503, Some(30))),
            (vec![later(429, "11")], vec![], status(429, Some(11))),
            (vec![Ok(reply(404))], vec![], status(404, None)),
            (vec![Ok(reply(500))], vec![], status(500, None)),
            (vec![Err(FetchFault::NoHost)], vec![], Err(FetchFault::NoHost)),
        ] {
            let mut script = script(replies.clone());
            let result = fetch_text(&mut script);
            assert_eq!(result, expected.map(str::to_owned), "{replies:?}");
            assert_eq!(script.pauses, pauses, "{replies:?}");
        }
    }

    #[test]
    fn copy_that_the_server_still_has_is_unchanged() {
        let not_modified = || Ok(reply(304));
        let sum = Validators { checksum: Some(checksum(b"x")), ..Validators::default() };
        let etag = Validators { etag: Some("\"1\"".to_owned()), ..Validators::default() };
        let unchanged = |validators: &Validators| Ok(FetchOutcome::Unchanged(validators.clone()));
        assert_eq!(fetch(&mut script([not_modified()]), &etag), unchanged(&etag));
        // Some servers never answer "not modified".
        assert_eq!(fetch(&mut script([page("x")]), &sum), unchanged(&sum));
        // The same bytes may have new validators.
        let new = Validators { etag: Some("\"2\"".to_owned()), ..sum.clone() };
        let tagged = |reply: HttpReply| Ok(HttpReply { etag: new.etag.clone(), ..reply });
        let same = tagged(HttpReply { body: b"x".to_vec(), ..reply(200) });
        assert_eq!(fetch(&mut script([same]), &sum), unchanged(&new));
        let known = Validators { checksum: sum.checksum, ..etag.clone() };
        assert_eq!(fetch(&mut script([tagged(reply(304))]), &known), unchanged(&new));
        assert!(matches!(fetch(&mut script([page("y")]), &sum), Ok(FetchOutcome::Fetched(_))));
        assert!(matches!(fetch(&mut script([page("x")]), &etag), Ok(FetchOutcome::Fetched(_))));
        let unasked = fetch(&mut script([not_modified()]), &Validators::default());
        assert_eq!(unasked, Err(FetchFault::Status { code: 304, retry_after: None }));
    }

    #[test]
    fn document_brings_its_validators_and_its_last_address() {
        let headers = HttpReply {
            etag: Some("\"1\"".to_owned()),
            last_modified: Some("Sun, 01 Feb 2026 10:00:00 GMT".to_owned()),
            body: b"x".to_vec(),
            ..reply(200)
        };
        let mut script = script([redirect("b"), Ok(headers.clone())]);
        let copy = Validators { checksum: Some(1), ..Validators::default() };
        let outcome = fetch(&mut script, &copy).unwrap();
        let FetchOutcome::Fetched(document) = outcome else { panic!("{outcome:?}") };
        assert_eq!(document.address.to_string(), "https://conf.example/b");
        assert_eq!(document.validators.etag, headers.etag);
        assert_eq!(document.validators.last_modified, headers.last_modified);
        assert_eq!(document.validators.checksum, Some(checksum(b"x")));
    }

    #[test]
    fn checksum_is_one_of_each_byte_in_its_place() {
        assert_eq!(checksum(b"agenda"), 3_509_792_487_418_188_245);
        let body: Vec<u8> = (0..200).collect();
        let mut sums: Vec<u64> = (0..body.len()).map(|end| checksum(&body[..end])).collect();
        for at in 0..body.len() {
            let mut other = body.clone();
            other[at] ^= 1;
            sums.push(checksum(&other));
        }
        let mut other = body;
        for step in [8, 32] {
            other.rotate_left(step);
            sums.push(checksum(&other));
        }
        let count = sums.len();
        sums.sort_unstable();
        sums.dedup();
        assert_eq!(sums.len(), count);
    }

    #[test]
    fn visit_ends_at_its_bounds() {
        let empty = fetch_text(&mut script([page(" \n")]));
        assert_eq!(empty, Err(FetchFault::Empty));
        let big = HttpReply { body: vec![b'x'; BYTES_MAX + 1], ..reply(200) };
        assert_eq!(fetch_text(&mut script([Ok(big)])), Err(FetchFault::TooBig));
        // The bytes of the first try count.
        for (page_size, is_too_big) in [(2, false), (3, true)] {
            let answers = [Err(FetchFault::Cut), page(&"x".repeat(page_size))];
            let mut script = Script { bytes_of_fault: BYTES_MAX - 2, ..script(answers) };
            let result = fetch_text(&mut script);
            assert_eq!(result == Err(FetchFault::TooBig), is_too_big, "{result:?}");
        }
        let mut slow =
            Script { seconds: 30, ..script([redirect("/b"), redirect("/c"), page("x")]) };
        assert_eq!(fetch_text(&mut slow), Err(FetchFault::Overtime));
        assert_eq!(slow.asked.len(), 2);
        // A second try would begin after the end.
        let mut slow = Script { seconds: 59, ..script([Err(FetchFault::Cut), page("x")]) };
        assert_eq!(fetch_text(&mut slow), Err(FetchFault::Cut));
    }

    #[test]
    fn visit_sends_eight_requests() {
        let mut script = script((0..20).map(|_| Ok(reply(404))));
        let mut visit = Visit::new(&mut script, |_| {});
        for number in 1..10 {
            let address = Address::parse(&format!("https://conf.example/{number}")).unwrap();
            let fault = visit.fetch_new(&address).unwrap_err().fault;
            assert_eq!(fault == FetchFault::TooManyRequests, number > 8, "{fault:?}");
        }
        assert_eq!(script.asked.len(), 8);
    }

    #[test]
    fn parts_take_no_requests_from_the_search() {
        let mut script = script((0..400).map(|_| Ok(reply(404))));
        let mut visit = Visit::new(&mut script, |_| {});
        let address = Address::parse("https://conf.example/part").unwrap();
        for number in 1..PARTS_MAX + 3 {
            let error = visit.fetch_parts(|visit| {
                (0..number).find_map(|_| visit.fetch_new(&address).err().filter(|e| !e.is_gone()))
            });
            let fault = error.map(|error| error.fault);
            let expected = (number > PARTS_MAX).then_some(FetchFault::TooManyParts);
            assert_eq!(fault, expected, "{number} parts");
            assert!(visit.has_requests());
        }
    }
}
