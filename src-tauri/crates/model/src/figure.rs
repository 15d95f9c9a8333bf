//! Numbers as people read them.

/// A number in groups of three.
pub fn figure(number: impl Into<i128>) -> String {
    let number: i128 = number.into();
    let digits = number.unsigned_abs().to_string();
    let mut grouped = String::new();
    if number < 0 {
        grouped.push('-');
    }
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_grouped() {
        assert_eq!(figure(229_244u64), "229,244");
        assert_eq!(figure(-1i64), "-1");
        assert_eq!(figure(-1_000i64), "-1,000");
        assert_eq!(figure(1000u64), "1,000");
        assert_eq!(figure(999u64), "999");
    }
}
