//! Directions in the plane, by operations that give the same bits everywhere.

/// The golden angle, in turns.
const GOLDEN: f64 = 0.381_966_011_250_105_1;

/// Where a sunflower's nth seed looks: spread evenly, whatever their number. In turns.
pub(super) fn seed_turn(nth: usize) -> f64 {
    // In f32 the hundred-thousandth seeds would fall together.
    (nth as f64 * GOLDEN).fract()
}

/// Cosine and sine of an angle in turns, to four digits.
pub(super) fn direction(turns: f64) -> (f32, f32) {
    (wave(turns + 0.25), wave(turns))
}

fn wave(turns: f64) -> f32 {
    // From a quarter turn back to a quarter turn on, where a few terms do.
    let turns = turns - (turns + 0.25).floor();
    let folded = if turns > 0.25 { 0.5 - turns } else { turns };
    let a = folded * std::f64::consts::TAU;
    let a2 = a * a;
    (a * (1.0 - a2 / 6.0 * (1.0 - a2 / 20.0 * (1.0 - a2 / 42.0 * (1.0 - a2 / 72.0))))) as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cosines_and_sines() {
        for step in -40..400 {
            let turns = f64::from(step) * 0.059;
            let (cos, sin) = direction(turns);
            let right = (turns * std::f64::consts::TAU).sin_cos();
            assert!(
                (f64::from(sin) - right.0).abs() < 1e-4,
                "sine of {turns}: {sin}"
            );
            assert!(
                (f64::from(cos) - right.1).abs() < 1e-4,
                "cosine of {turns}: {cos}"
            );
        }
    }
}
