//! Text to `Ask`.
