//! Moments as numbers of 32 bits in the same order, so that a tie takes eight bytes.

use crate::Moment;

/// How the numbers of a set of moments are read; 0 is an unknown one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Clock {
    /// One more than the units since the first.
    Even { first: i64, unit: i64 },
    /// One more than the place among all that occur: what spans too long for units of a millisecond.
    Table(Vec<i64>),
}

impl Clock {
    /// That of those moments, of which there are fewer than 2^32.
    pub(crate) fn of(moments: &[Moment]) -> Self {
        let (mut first, mut last, mut seconds) = (i64::MAX, i64::MIN, true);
        for ms in moments.iter().filter_map(|moment| moment.ms()) {
            first = first.min(ms);
            last = last.max(ms);
            seconds &= ms % 1000 == 0;
        }
        if first > last {
            first = last;
        }
        let unit = if seconds { 1000 } else { 1 };
        if first.abs_diff(last) / (unit as u64) < u64::from(u32::MAX) {
            return Self::Even { first, unit };
        }
        let mut all: Vec<i64> = moments.iter().filter_map(|moment| moment.ms()).collect();
        all.sort_unstable();
        all.dedup();
        Self::Table(all)
    }

    /// The number of one of the moments.
    #[inline]
    pub(crate) fn number(&self, moment: Moment) -> u32 {
        let Some(ms) = moment.ms() else { return 0 };
        match self {
            Self::Even { first, unit: 1000 } => ((ms - first) as u64 / 1000) as u32 + 1,
            Self::Even { first, .. } => (ms - first) as u32 + 1,
            Self::Table(all) => all.partition_point(|at| *at < ms) as u32 + 1,
        }
    }

    /// The moment of a number.
    #[inline]
    pub(crate) fn moment(&self, number: u32) -> Moment {
        match (self, number) {
            (_, 0) => Moment::UNKNOWN,
            (Self::Even { first, unit }, number) => {
                Moment::at(first + i64::from(number - 1) * unit)
            }
            (Self::Table(all), number) => Moment::at(all[number as usize - 1]),
        }
    }

    /// The least number that a moment from there on can have.
    pub(crate) fn from(&self, ms: i64) -> u64 {
        match self {
            Self::Even { first, .. } if ms <= *first => 1,
            Self::Even { first, unit } => ms.abs_diff(*first).div_ceil(*unit as u64) + 1,
            Self::Table(all) => all.partition_point(|at| *at < ms) as u64 + 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn numbers_stand_for_their_moments_in_the_same_order(
            unit in proptest::sample::select(vec![1i64, 1000, 60_000, i64::from(u32::MAX)]),
            times in proptest::collection::vec(proptest::option::of(-4_000_000i64..4_000_000), 0..40),
            asked in -5_000_000i64..5_000_000,
        ) {
            let moments: Vec<Moment> = times.iter().map(|ms| Moment::from(ms.map(|ms| ms * unit))).collect();
            let clock = Clock::of(&moments);
            let asked = asked * unit + asked % unit;
            for a in &moments {
                prop_assert_eq!(clock.moment(clock.number(*a)), *a);
                for b in &moments {
                    prop_assert_eq!(clock.number(*a).cmp(&clock.number(*b)), a.cmp(b));
                }
                if let Some(ms) = a.ms() {
                    prop_assert_eq!(u64::from(clock.number(*a)) >= clock.from(asked), ms >= asked);
                }
            }
        }
    }

    #[test]
    fn the_ends_of_all_time_are_read_back() {
        let far = [i64::MIN + 1, -1, i64::MAX].map(Moment::at);
        let clock = Clock::of(&far);
        assert_eq!(clock, Clock::Table(vec![i64::MIN + 1, -1, i64::MAX]));
        assert!(
            far.iter()
                .all(|moment| clock.moment(clock.number(*moment)) == *moment)
        );
        let none = Clock::of(&[Moment::UNKNOWN]);
        assert_eq!(none.moment(none.number(Moment::UNKNOWN)), Moment::UNKNOWN);
    }
}
