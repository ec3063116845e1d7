//! The drawings of the cards of my schedule, and the minutes between cards that overlap.

use super::accents::accent_of_session;
use super::area::Area;
use super::card::{fit_band_line, note_line, title_line};
use super::card_end::fit_right_end;
use super::free_time::{fitted_free_label, fitting_sessions, is_past};
use super::line::{Line, Reserved, fit_line, line_width, text_run, wrap_line};
use super::notes::room_text;
use super::remaining::{NextSession, is_over, minutes_until, next_session, short_length};
use super::row::people_line;
use super::tile_drawing::{Card, FitLine, FreeCard, TileBody, TileDrawing};
use super::timeline::{
    VisibleItem, day_cells, days_shown, minute_now, time_label, timeline_areas, visible_items,
};
use crate::agenda::{Level, Session, SessionIx};
use crate::plan::Gap;
use crate::text;
use crate::timetable::Tile;
use crate::tui::state::{ItemContent, Model, Timeline};
use crate::tui::theme::{CardState, Ground, Role, sign};
use std::collections::BTreeMap;
use std::ops::Range;

/// The least cells of a frame that lists sessions.
const FITS_FROM: u16 = 16;

/// The most cells of the room at the end of a fit in a narrow frame. In a wide one, the room has a
/// quarter of the frame.
const FIT_RIGHT: usize = 12;

/// The cards of my schedule on the screen.
#[derive(Debug, Default)]
pub(crate) struct TimelineDrawing {
    pub(crate) tiles: Vec<TileDrawing>,
    /// The minutes that two cards overlap, over the end of the left one.
    pub(crate) pills: Vec<ClashPill>,
    /// The time that the gutter names in each visible row.
    pub(crate) labels: BTreeMap<u16, RowLabel>,
}

/// The minutes of an overlap, between two cards.
#[derive(Debug)]
pub(crate) struct ClashPill {
    pub(crate) area: Area,
    pub(crate) text: String,
}

/// A time in the gutter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct RowLabel {
    pub(crate) minute: i32,
    pub(crate) is_selected: bool,
}

/// Returns the cards on the screen.
pub(crate) fn timeline_drawing(model: &Model, timeline: &Timeline) -> TimelineDrawing {
    let visible = visible_items(model, timeline);
    let labels = row_labels(model, timeline, &visible);
    let next = next_session(model);
    let mut drawing = TimelineDrawing::default();
    for item in &visible {
        let pill = clash_pill(model, timeline, &visible, item);
        let pill_shown = pill.as_ref();
        let context = CardContext {
            model,
            timeline,
            item,
            labels: &labels,
            pill: pill_shown,
            next: next.as_ref(),
        };
        if let Some(body) = context.body() {
            drawing.tiles.push(TileDrawing {
                item: Some(item.at),
                cells: item.cells,
                body: body.into(),
            });
        }
        drawing.pills.extend(pill);
    }
    TimelineDrawing { labels, ..drawing }
}

/// Returns the times of the gutter: the time now in its row if today is beside the gutter, else the
/// start of the selection, else the earliest start in a row.
fn row_labels(
    model: &Model,
    timeline: &Timeline,
    visible: &[VisibleItem<'_>],
) -> BTreeMap<u16, RowLabel> {
    let selected = timeline.item_of_row(model.place.row);
    let mut labels = BTreeMap::new();
    for item in visible.iter().filter(|item| !item.cells.is_cut_above) {
        let minute = item.tile.start;
        let is_selected = Some(item.at) == selected;
        let label = RowLabel { minute, is_selected };
        let known = labels.entry(item.cells.text_area().y).or_insert(label);
        if is_selected || (minute < known.minute && !known.is_selected) {
            *known = label;
        }
    }
    if let Some(NowLine { minute, line, is_beside_gutter: true, .. }) = now_line(model, timeline) {
        let y = timeline_areas(model).grid.row(line).y;
        labels.insert(y, RowLabel { minute, is_selected: false });
    }
    labels
}

/// Returns the minutes that a session overlaps the session in the next lane, if both are attended.
fn clash_pill(
    model: &Model,
    timeline: &Timeline,
    visible: &[VisibleItem<'_>],
    item: &VisibleItem<'_>,
) -> Option<ClashPill> {
    let left = attended_session(model, timeline, item.at)?;
    let (other, right) = visible.iter().find_map(|other| {
        let is_beside = other.tile.columns == item.tile.columns
            && other.tile.lane == item.tile.lane + 1
            && other.tile.start < item.tile.end
            && item.tile.start < other.tile.end;
        let session = attended_session(model, timeline, other.at).filter(|_| is_beside)?;
        Some((other, session))
    })?;
    let overlaps = model.plan.schedule.find_overlaps(&model.agenda, left);
    let minutes = overlaps.iter().find(|overlap| overlap.session == right)?.minutes;
    let text = format!(" {} {} ", sign::CLASH, short_length(minutes.into()));
    let width = u16::try_from(text::width(&text)).unwrap_or(0);
    let (cells, beside) = (item.cells.text_area(), other.cells.text_area());
    // In the last row that both cards have, but below the first line of the title.
    let last = |text: Area| (text.y + text.height).saturating_sub(1);
    let second = last(cells).min(cells.y + 1);
    let y = cells.y.max(beside.y).max(last(cells).min(last(beside))).max(second);
    let end = item.cells.area.x + item.cells.area.width + 1;
    let is_inside = cells.contains(cells.x, y) && width < cells.width;
    is_inside.then(|| ClashPill { area: Area { x: end - width, y, width, height: 1 }, text })
}

fn attended_session(model: &Model, timeline: &Timeline, at: usize) -> Option<SessionIx> {
    match timeline.items.get(at)?.content {
        ItemContent::Session(ix) if model.level_of(ix) == Some(Level::Attend) => Some(ix),
        _ => None,
    }
}

/// A card, with all that decides its text.
struct CardContext<'c> {
    model: &'c Model,
    timeline: &'c Timeline,
    item: &'c VisibleItem<'c>,
    labels: &'c BTreeMap<u16, RowLabel>,
    pill: Option<&'c ClashPill>,
    next: Option<&'c NextSession>,
}

impl CardContext<'_> {
    fn body(&self) -> Option<TileBody> {
        let item = self.timeline.items.get(self.item.at)?;
        let session = |ix: SessionIx| self.model.agenda.sessions.get(ix);
        Some(match &item.content {
            ItemContent::Session(ix) => TileBody::Card(self.card(*ix, session(*ix)?)),
            ItemContent::Break(ix) => self.break_band(session(*ix)?),
            ItemContent::Free(gap) => TileBody::Free(self.free_card(gap)),
        })
    }

    fn is_selected(&self) -> bool {
        self.timeline.items.get(self.item.at).and_then(|item| item.row)
            == Some(self.model.place.row)
    }

    fn tile(&self) -> &Tile {
        self.item.tile
    }

    fn card(&self, ix: SessionIx, session: &Session) -> Card {
        let state = self.card_state(ix, session);
        let edge = match state {
            CardState::Selected => sign::EDGE_SELECTED,
            _ if self.tile().is_second => sign::EDGE_SECOND,
            _ => sign::EDGE,
        };
        let right = self.fitted_end(ix, session);
        Card {
            accent: accent_of_session(self.model, session),
            faded: CardState::Faded,
            faded_rows: 0,
            state,
            edge,
            lines: self.card_lines(ix, session, line_width(&right)),
            right,
            count: String::new(),
        }
    }

    /// Returns the end of the last row as far as it has room. The minutes of an overlap in this row
    /// are behind it.
    fn fitted_end(&self, ix: SessionIx, session: &Session) -> Line {
        /// The cells of the minutes behind the end of the text.
        const BEHIND: u16 = 2;
        let text = self.item.cells.text_area();
        let last = usize::from(text.height.saturating_sub(1));
        let pill = self.pill.filter(|_| self.pill_row() == Some(last));
        let covered = pill.map_or(0, |pill| pill.area.width.saturating_sub(BEHIND));
        let free = Area { width: text.width.saturating_sub(covered), ..text };
        let start = line_width(&self.own_start());
        let mut right = fit_right_end(self.right_end(ix, session), free, start);
        if covered > 0 && !right.is_empty() {
            right.push(text_run(Role::Text, &" ".repeat(covered.into())));
        }
        right
    }

    /// Returns the state of a session: selected before over, over before marked.
    fn card_state(&self, ix: SessionIx, session: &Session) -> CardState {
        let turn = |first, second| if self.tile().is_second { second } else { first };
        let level = self.model.level_of(ix);
        if self.is_selected() {
            CardState::Selected
        } else if is_over(self.model, session) || session.cancelled || level.is_none() {
            turn(CardState::Faded, CardState::FadedSecond)
        } else if level == Some(Level::Attend) {
            turn(CardState::Marked, CardState::MarkedSecond)
        } else {
            turn(CardState::First, CardState::Second)
        }
    }

    /// Returns the row of the text with the minutes of an overlap.
    fn pill_row(&self) -> Option<usize> {
        let top = self.item.cells.text_area().y;
        self.pill.map(|pill| usize::from(pill.area.y.saturating_sub(top)))
    }

    /// Returns the title, then room and people, in as many lines as the card has whole rows.
    fn card_lines(&self, ix: SessionIx, session: &Session, right: usize) -> Vec<Line> {
        let body = self.item.cells.text_area();
        let (width, height) = (usize::from(body.width), usize::from(body.height));
        let role = if session.cancelled { Role::Cancelled } else { Role::Title };
        let pill_row = self.pill_row();
        let pill = self.pill.map_or(0, |pill| usize::from(pill.area.width));
        let beside = if pill_row == Some(0) && right == 0 { pill } else { 0 };
        let mut heading = self.own_start();
        let title_width = width.saturating_sub(beside);
        heading.extend(title_line(self.model, ix, session, role, title_width));
        let mut facts = vec![text_run(Role::Faint, room_text(session))];
        let people = people_line(self.model, ix, session);
        if !people.is_empty() {
            facts.push(text_run(Role::Faint, &format!(" {} ", sign::DOT)));
            facts.extend(people);
        }
        let mut lines: Vec<Line> = Vec::new();
        for part in [heading, facts, note_line(session)] {
            if lines.len() < height {
                let first = if lines.is_empty() { beside } else { 0 };
                let reserved = Reserved { first, last: if right == 0 { 0 } else { right + 1 } };
                lines.extend(wrap_line(part, width, height - lines.len(), reserved));
            }
        }
        let is_over_text = |row: &usize| *row > 0 && (right == 0 || *row + 1 < height);
        if let Some(line) = pill_row.filter(is_over_text).and_then(|row| lines.get_mut(row)) {
            *line = fit_line(std::mem::take(line), width.saturating_sub(pill));
        }
        lines
    }

    /// Returns the start and a space, if the gutter names another time in the row of the text.
    fn own_start(&self) -> Line {
        let text = self.item.cells.text_area();
        // A card that is almost scrolled out has room for its title alone.
        if self.item.cells.is_cut_above && text.height < 2 {
            return Line::new();
        }
        let label = self.labels.get(&text.y);
        let start = self.tile().start;
        if label.is_some_and(|label| label.minute == start) {
            return Line::new();
        }
        let day = self.tile().columns.start;
        vec![text_run(Role::Faint, &format!("{} ", time_label(self.model, day, start)))]
    }

    /// Returns the kind, and the length, the time that is left, or the time up to the start.
    fn right_end(&self, ix: SessionIx, session: &Session) -> Line {
        let mut line = Line::new();
        if let Some(kind) = sign::of_kind(session.kind) {
            line.push(text_run(Role::Faint, &format!("{kind} ")));
        }
        let running = self.model.now.filter(|_| self.model.runs_now(ix)).zip(session.end());
        let next = self.next.filter(|next| next.session == ix);
        line.push(match (running, next, session.minutes) {
            (Some((now, end)), ..) => {
                let left = short_length(minutes_until(now, end));
                text_run(Role::Now, &format!("{}{left}", sign::LEFT_TIME))
            }
            (_, Some(next), _) => {
                text_run(Role::Attend, &format!("in {}", short_length(next.minutes)))
            }
            (.., Some(minutes)) => text_run(Role::Faint, &short_length(minutes.into())),
            _ => text_run(Role::Faint, "?"),
        });
        line
    }

    /// Returns a break for everybody.
    fn break_band(&self, session: &Session) -> TileBody {
        let is_past = is_over(self.model, session);
        let ground = if is_past { Ground::FadedBand } else { Ground::Band };
        let mut right = Line::new();
        if let Some(minutes) = session.minutes {
            right.push(text_run(Role::Faint, &short_length(minutes.into())));
        }
        let mut line = self.own_start();
        if let Some(kind) = sign::of_kind(session.kind) {
            line.push(text_run(Role::Faint, &format!("{kind} ")));
        }
        line.push(text_run(Role::Text, &session.title));
        let width = usize::from(self.item.cells.area.width);
        let line = fit_band_line(line, session.room.as_deref(), &right, width);
        TileBody::Band { ground, line, right }
    }

    /// Returns free time with the sessions that fit.
    fn free_card(&self, gap: &Gap) -> FreeCard {
        let fits = fitting_sessions(self.model, gap);
        let rows = usize::from(self.item.cells.text_area().height);
        let mut label = self.own_start();
        let role = if self.is_selected() { Role::Title } else { Role::Faint };
        // The frame has two corners and two spaces.
        let width = usize::from(self.item.cells.area.width);
        let cells = width.saturating_sub(line_width(&label) + 6);
        label.push(text_run(role, &fitted_free_label(self.model, gap, fits.len(), cells)));
        let is_past = is_past(self.model, gap);
        // The frame takes two rows. A frame of two rows has a session in its lower line.
        let is_narrow = self.item.cells.area.width < FITS_FROM;
        let shown = if is_past || is_narrow { 0 } else { rows.saturating_sub(2).max(1) };
        // The best ones, in the order of time.
        let mut best: Vec<SessionIx> = fits.iter().copied().take(shown).collect();
        best.sort_by_key(|ix| self.model.agenda.sessions.get(*ix).map(|session| session.start));
        let lines = best.into_iter().filter_map(|ix| self.fit_line(ix));
        FreeCard { is_selected: self.is_selected(), is_past, label, fits: lines.collect() }
    }

    /// Returns the line of a session that fits: its start if the frame has 28 cells, its title, and
    /// its room if the frame has 44 cells.
    fn fit_line(&self, ix: SessionIx) -> Option<FitLine> {
        const START_FROM: u16 = 28;
        const ROOM_FROM: u16 = 44;
        let session = self.model.agenda.sessions.get(ix)?;
        let start = self.model.shown_clock(session.start?);
        let time = if self.model.runs_now(ix) { format!("{} now", sign::LEFT_TIME) } else { start };
        let room = session.room.as_deref().filter(|_| self.item.cells.area.width >= ROOM_FROM);
        let most = usize::from(self.item.cells.area.width / 4).max(FIT_RIGHT);
        let room = text::fit(room.unwrap_or_default(), most);
        let sign = match self.model.level_of(ix) {
            Some(Level::Maybe) => text_run(Role::Maybe, &format!("{} ", sign::MAYBE)),
            _ => text_run(Role::Free, "+ "),
        };
        let mut title = vec![sign];
        if self.item.cells.area.width >= START_FROM {
            title.push(text_run(Role::Faint, &format!("{time} ")));
        }
        title.push(text_run(Role::Text, &session.title));
        Some(FitLine { title, right: vec![text_run(Role::Faint, &room)] })
    }
}

/// The line of now through its day.
#[derive(Debug)]
pub(crate) struct NowLine {
    pub(crate) day: usize,
    pub(crate) minute: i32,
    /// The row of the grid.
    pub(crate) line: u16,
    /// The cells of the day, from the left of the grid.
    pub(crate) cells: Range<u16>,
    /// The day is beside the gutter. The gutter of another day names no time now.
    pub(crate) is_beside_gutter: bool,
}

/// Returns the line of now, if it is on the screen.
pub(crate) fn now_line(model: &Model, timeline: &Timeline) -> Option<NowLine> {
    let (day, minute) = minute_now(model, timeline)?;
    let row = timeline.table.axis.row_of_minute(minute);
    let line = u16::try_from(row - model.place.top).ok()?;
    let at = day.checked_sub(days_shown(model).start)?;
    let cells = day_cells(model).get(at)?.clone();
    let is_beside_gutter = at == 0;
    let now = NowLine { day, minute, line, cells, is_beside_gutter };
    (line < timeline_areas(model).grid.height).then_some(now)
}
