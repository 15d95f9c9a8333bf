//! Progress on standard error: one line that is rewritten on a terminal, a line now and then elsewhere.

use super::args::Options;
use super::table::{bytes, figure, screen_columns, span};
use super::terminal::{cut, one_line};
use starling_model::Progress;
use starling_session::clock::Stopwatch;
use starling_wire::Pace;
use std::io::{IsTerminal, Write};
use std::sync::{Arc, Mutex};

/// Without a terminal a line each ten seconds keeps a log readable.
const LOG_EVERY: f64 = 10.0;

/// Shows a job's steps; clears its line when dropped.
pub(super) struct Shown {
    state: Option<Arc<Mutex<State>>>,
}

struct State {
    watch: Stopwatch,
    pace: Pace,
    terminal: bool,
    logged_at: f64,
    drawn: bool,
}

impl Shown {
    /// As the options want it.
    pub(super) fn new(options: &Options) -> Self {
        let state = State {
            watch: Stopwatch::start(),
            pace: Pace::new(),
            terminal: std::io::stderr().is_terminal(),
            logged_at: 0.0,
            drawn: false,
        };
        Self {
            state: (!options.quiet).then(|| Arc::new(Mutex::new(state))),
        }
    }

    /// For the job.
    pub(super) fn progress(&self) -> Progress {
        let Some(state) = self.state.clone() else {
            return Progress::none();
        };
        Progress::new(move |step| {
            let mut state = state
                .lock()
                .unwrap_or_else(std::sync::PoisonError::into_inner);
            let now = state.watch.seconds();
            if let Some(progress) = state.pace.take(&step, now) {
                state.show(&progress);
            }
        })
    }
}

impl State {
    fn show(&mut self, progress: &starling_wire::Progress) {
        let line = line(progress);
        let mut stderr = std::io::stderr().lock();
        if self.terminal {
            let columns = screen_columns().unwrap_or(100).saturating_sub(1);
            let _ =
                write!(stderr, "\r\x1b[2K{}", cut(&line, columns)).and_then(|()| stderr.flush());
            self.drawn = true;
        } else if progress.seconds - self.logged_at >= LOG_EVERY {
            self.logged_at = progress.seconds;
            let _ = writeln!(stderr, "{line}");
        }
    }
}

impl Drop for Shown {
    fn drop(&mut self) {
        let Some(state) = &self.state else { return };
        if state
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
            .drawn
        {
            let _ = write!(std::io::stderr(), "\r\x1b[2K");
        }
    }
}

fn line(progress: &starling_wire::Progress) -> String {
    let amount = |n: u64| {
        if progress.unit == "bytes" {
            bytes(n)
        } else {
            figure(n)
        }
    };
    let mut line = progress.stage.clone();
    if let Some(total) = progress.total.filter(|total| *total > 0) {
        let percent = progress.done as f64 * 100.0 / total as f64;
        line += &format!(
            "  {percent:.0} %  {} of {}",
            amount(progress.done),
            amount(total)
        );
    } else {
        line += &format!("  {}", amount(progress.done));
    }
    if progress.unit != "bytes" {
        line += &format!(" {}", progress.unit);
    }
    if progress.rows > 0 && progress.unit != "rows" {
        line += &format!("  {} rows", figure(progress.rows));
    }
    if progress.rejected > 0 {
        line += &format!("  {} refused", figure(progress.rejected));
    }
    if let Some(rate) = progress.rate {
        let rate_text = if progress.rate_unit == "bytes" {
            bytes(rate as u64)
        } else {
            figure(rate as u64)
        };
        let unit = if progress.rate_unit == "bytes" {
            ""
        } else {
            &format!(" {}", progress.rate_unit)
        };
        line += &format!("  {rate_text}{unit}/s");
    }
    if let Some(left) = progress.seconds_left {
        line += &format!("  {} left", span(left.ceil()));
    }
    if !progress.subject.is_empty() {
        line += &format!("  {}", one_line(&progress.subject));
    }
    line
}
