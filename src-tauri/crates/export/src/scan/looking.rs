//! Looks at a stream of lines on its way: whatever passes was seen.

use super::{Escapes, Figures, Found, Protected, scan_words};
use std::io::{Result, Write};

/// So much is looked at together; a line is never cut, since a name may stand anywhere in it.
const PART: usize = 1 << 16;

/// A place for bytes that looks at them first.
pub(crate) struct Looking<'a, W: Write> {
    out: W,
    kept: Vec<u8>,
    how: (Escapes, Figures),
    protected: &'a Protected,
    found: Found,
}

impl<'a, W: Write> Looking<'a, W> {
    pub(crate) fn new(out: W, how: (Escapes, Figures), protected: &'a Protected) -> Self {
        Self {
            out,
            kept: Vec::new(),
            how,
            protected,
            found: Found::default(),
        }
    }

    /// Nothing is passed on once something was found.
    fn pass(&mut self, to: usize) -> Result<()> {
        let (escapes, figures) = self.how;
        self.found += scan_words(&self.kept[..to], escapes, figures, self.protected);
        if self.found.hard == 0 {
            self.out.write_all(&self.kept[..to])?;
        }
        self.kept.drain(..to);
        Ok(())
    }

    /// What was found in all.
    pub(crate) fn finish(mut self) -> Result<Found> {
        self.pass(self.kept.len())?;
        self.out.flush()?;
        Ok(self.found)
    }
}

impl<W: Write> Write for Looking<'_, W> {
    fn write(&mut self, bytes: &[u8]) -> Result<usize> {
        self.kept.extend_from_slice(bytes);
        if self.kept.len() >= PART
            && let Some(line) = self.kept.iter().rposition(|byte| *byte == b'\n')
        {
            self.pass(line + 1)?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> Result<()> {
        Ok(())
    }
}

/// Looks through what `write` writes, and keeps none of it.
pub fn look_through(
    protected: &Protected,
    escapes: Escapes,
    write: impl FnOnce(&mut dyn Write) -> Result<()>,
) -> Result<Found> {
    let mut looking = Looking::new(std::io::sink(), (escapes, Figures::Words), protected);
    write(&mut looking)?;
    looking.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_wherever_the_stream_is_cut_and_nothing_passes_behind_it() {
        let mut protected = Protected::none();
        protected.name("anna_k1");
        protected.id("7201234");
        let line = "weight 7201234 of somebody\n".repeat(5_000);
        let text = format!("{line}@anna_k1\n{line}");
        for step in [1, 7, 4096, text.len()] {
            let mut out = Vec::new();
            let mut looking = Looking::new(&mut out, (Escapes::None, Figures::Exempt), &protected);
            text.as_bytes()
                .chunks(step)
                .for_each(|part| looking.write_all(part).unwrap());
            assert_eq!(looking.finish().unwrap().hard, 1, "{step}");
            assert!(!String::from_utf8(out).unwrap().contains("anna_k1"));
        }
        let found = look_through(&protected, Escapes::None, |out| {
            out.write_all(text.as_bytes())
        });
        assert_eq!(
            found.unwrap().hard,
            10_001,
            "where figures are words, ids are found"
        );
    }
}
