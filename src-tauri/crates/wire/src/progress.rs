//! How far a job is, how fast, and how long it still takes.
//!
//! The job says where it is; only the receiver may read a clock.
//! The rate and the time left are computed here, once, for the window's status bar and the terminal alike.

use serde::Serialize;
use starling_model::Step;
use std::collections::VecDeque;
use ts_rs::TS;

/// One message of a job, ready to be shown.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct Progress {
    /// What is being done, in one word.
    pub stage: String,
    /// To what; may be empty.
    pub subject: String,
    /// How much is done.
    pub done: u64,
    /// Of how much, where that is known.
    pub total: Option<u64>,
    /// What is counted: `bytes`, `rows`, `files`, `blocks`.
    pub unit: String,
    /// Rows so far.
    pub rows: u64,
    /// Rows refused so far.
    pub rejected: u64,
    /// Rows a second where rows are what passes, else units a second; once it is steady.
    pub rate: Option<f64>,
    /// What `rate` counts.
    pub rate_unit: String,
    /// Seconds still to go; once it is steady.
    pub seconds_left: Option<f64>,
    /// Seconds since the job began.
    pub seconds: f64,
}

/// Computes rate and time left from a job's steps; one a job.
#[derive(Debug, Default)]
pub struct Pace {
    stage: Option<&'static str>,
    seen: VecDeque<Moment>,
    shown_at: Option<f64>,
}

#[derive(Debug, Clone, Copy)]
struct Moment {
    at: f64,
    done: u64,
    rows: u64,
}

/// The rate looks this far back: long enough to be steady, short enough to follow a change of file.
const WINDOW_SECONDS: f64 = 15.0;
/// Nothing is said of rate and time left before so much has been seen of a stage.
const STEADY_SECONDS: f64 = 3.0;
/// 20 a second are smooth to the eye and cost nothing.
const SHOW_EVERY: f64 = 0.05;

impl Pace {
    /// A job begins.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes a step at `now`, in seconds since the job began. Gives what to show, at most 20 times a second;
    /// a change of stage is always shown.
    pub fn take(&mut self, step: &Step, now: f64) -> Option<Progress> {
        let stage = step.stage.word();
        let new_stage = self.stage != Some(stage);
        if new_stage {
            self.stage = Some(stage);
            self.seen.clear();
        }
        let moment = Moment {
            at: now,
            done: step.done,
            rows: step.rows,
        };
        // A count that falls means that something else is counted now.
        if self
            .seen
            .back()
            .is_some_and(|last| moment.done < last.done || moment.rows < last.rows)
        {
            self.seen.clear();
        }
        let last_at = self.seen.back().map(|last| last.at);
        // Ten a second are enough to look back on.
        if last_at.is_none_or(|at| now - at >= 0.1) {
            self.seen.push_back(moment);
        }
        while self.seen.len() > 2 && now - self.seen[1].at > WINDOW_SECONDS {
            self.seen.pop_front();
        }
        let finished = step.total.is_some_and(|total| step.done >= total);
        let due = self.shown_at.is_none_or(|at| now - at >= SHOW_EVERY);
        if !(due || new_stage || finished) {
            return None;
        }
        self.shown_at = Some(now);
        Some(self.show(step, now))
    }

    fn show(&self, step: &Step, now: f64) -> Progress {
        let first = self.seen.front().copied();
        let span = first.map_or(0.0, |first| now - first.at);
        let steady = span >= STEADY_SECONDS;
        let per_second = |now_at: u64, then: u64| (now_at.saturating_sub(then)) as f64 / span;
        let unit_rate = first
            .filter(|_| steady)
            .map(|first| per_second(step.done, first.done));
        let row_rate = first
            .filter(|first| steady && step.rows > first.rows)
            .map(|first| per_second(step.rows, first.rows));
        let seconds_left = match (unit_rate, step.total) {
            (Some(rate), Some(total)) if rate > 0.0 => {
                Some(total.saturating_sub(step.done) as f64 / rate)
            }
            _ => None,
        };
        Progress {
            stage: step.stage.word().to_owned(),
            subject: step.subject.clone(),
            done: step.done,
            total: step.total,
            unit: step.unit.to_owned(),
            rows: step.rows,
            rejected: step.rejected,
            rate: row_rate.or(unit_rate),
            rate_unit: if row_rate.is_some() {
                "rows"
            } else {
                step.unit
            }
            .to_owned(),
            seconds_left,
            seconds: now,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use starling_model::Stage;

    fn step(done: u64, rows: u64) -> Step {
        Step {
            stage: Stage::Reading,
            subject: String::new(),
            done,
            total: Some(1000),
            unit: "bytes",
            rows,
            rejected: 0,
        }
    }

    #[test]
    fn says_nothing_of_the_rate_before_it_is_steady() {
        let mut pace = Pace::new();
        pace.take(&step(0, 0), 0.0);
        let shown = pace.take(&step(100, 10), 1.0).unwrap();
        assert_eq!((shown.rate, shown.seconds_left), (None, None));
    }

    #[test]
    fn a_steady_rate_gives_the_time_left() {
        let mut pace = Pace::new();
        for second in 0..=5 {
            pace.take(&step(second * 100, second * 10), second as f64);
        }
        let shown = pace.take(&step(600, 60), 6.0).unwrap();
        assert_eq!(shown.rate, Some(10.0));
        assert_eq!(shown.rate_unit, "rows");
        assert_eq!(shown.seconds_left, Some(4.0));
    }

    #[test]
    fn at_most_twenty_a_second_are_shown() {
        let mut pace = Pace::new();
        let shown = (0..1000)
            .filter_map(|i| pace.take(&step(i / 10, i), i as f64 / 1000.0))
            .count();
        assert!((15..=21).contains(&shown), "{shown} in one second");
    }

    #[test]
    fn the_last_step_is_always_shown() {
        let mut pace = Pace::new();
        pace.take(&step(0, 0), 0.0);
        assert!(
            pace.take(&step(1000, 10), 0.001).is_some(),
            "a bar that stops short of its end looks stuck"
        );
    }
}
