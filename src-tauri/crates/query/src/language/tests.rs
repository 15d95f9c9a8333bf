//! The query language, case by case.
