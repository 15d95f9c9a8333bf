//! The acceptance cases that came with the design.

use starling_policy::{Agreement, agreement, cases};

fn shipped() -> Vec<Agreement> {
    [
        include_str!("../../../../assets/agreements/public-hashed.toml"),
        include_str!("../../../../assets/agreements/tmrc-unhashed.toml"),
        include_str!("../../../../assets/agreements/institution-custom.toml"),
        include_str!("../../../../assets/agreements/x-policy-2025-overlay.toml"),
    ]
    .iter()
    .map(|text| agreement::read(text).expect("the shipped agreements are whole"))
    .collect()
}

#[test]
fn every_given_case_comes_out_as_expected() {
    let report = cases::run(
        include_str!("../../../../tests/cases/export_cases.json"),
        &shipped(),
    )
    .unwrap();
    let failed: Vec<String> = report
        .cases
        .iter()
        .filter(|case| !case.ok)
        .map(|case| {
            format!(
                "{}\n  expected {}\n  got      {}",
                case.id, case.expected, case.got
            )
        })
        .collect();
    assert!(failed.is_empty(), "{}", failed.join("\n"));
    assert_eq!(report.passed, 91, "no case was lost");
}
