//! Which version of each file is the right one.
//!
//! `meta.json` carries the id of every other file there was when it was written, and the number of every other blob.
//! So an old file put back under its name is noticed when it is opened. A blob may be newer than `meta.json` says (it
//! is also written in between, and a crash may come then), but never older.

use starling_vault::Fault;
use starling_vault::sealed::FileId;
use std::collections::BTreeMap;

/// What is known about the files of a directory.
#[derive(Debug, Default)]
pub(super) struct Roll {
    loaded: bool,
    /// By `meta.json`.
    recorded: BTreeMap<String, FileId>,
    /// Written since by this process.
    written: BTreeMap<String, FileId>,
    /// The least number that each blob may have.
    blobs: BTreeMap<String, u64>,
    /// The highest number seen or given out.
    last: u64,
}

impl Roll {
    pub(super) fn is_loaded(&self) -> bool {
        self.loaded
    }

    pub(super) fn set_loaded(&mut self) {
        self.loaded = true;
    }

    /// Whether this is the version of the file that is meant. A file that nobody recorded is not.
    pub(super) fn knows(&self, name: &str, id: FileId) -> bool {
        self.written.get(name).or_else(|| self.recorded.get(name)) == Some(&id)
    }

    pub(super) fn wrote(&mut self, name: &str, id: FileId) {
        self.written.insert(name.to_owned(), id);
    }

    pub(super) fn forget(&mut self, name: &str) {
        self.written.remove(name);
        self.recorded.remove(name);
        self.blobs.remove(name);
    }

    /// The least number that a blob may have; `None` for one that need not be there.
    pub(super) fn least(&self, name: &str) -> Option<u64> {
        self.blobs.get(name).copied()
    }

    /// Every file and blob that is recorded.
    pub(super) fn names(&self) -> (Vec<String>, Vec<String>) {
        let files: std::collections::BTreeSet<_> = self
            .written
            .keys()
            .chain(self.recorded.keys())
            .cloned()
            .collect();
        (
            files.into_iter().collect(),
            self.blobs.keys().cloned().collect(),
        )
    }

    /// A blob's bytes: its number, for `meta.json` the roll, and the content.
    pub(super) fn wrap(&mut self, name: &str, content: &[u8], with_roll: bool) -> Vec<u8> {
        self.last += 1;
        let mut bytes = self.last.to_le_bytes().to_vec();
        let none = BTreeMap::new();
        let mut files = self.recorded.clone();
        files.extend(self.written.iter().map(|(name, id)| (name.clone(), *id)));
        put(&mut bytes, if with_roll { &files } else { &none }, |id| {
            id.0.to_vec()
        });
        let mut blobs = if with_roll {
            self.blobs.clone()
        } else {
            BTreeMap::new()
        };
        blobs.remove(name);
        put(&mut bytes, &blobs, |number| number.to_le_bytes().to_vec());
        bytes.extend_from_slice(content);
        bytes
    }

    /// The blob that was [wrapped](Self::wrap) last is on the disk.
    pub(super) fn wrote_blob(&mut self, name: &str) {
        self.blobs.insert(name.to_owned(), self.last);
    }

    /// Takes note of what a blob says and gives where its content begins; `least` was asked before it was read.
    pub(super) fn unwrap(
        &mut self,
        name: &str,
        bytes: &[u8],
        least: Option<u64>,
    ) -> Result<usize, Fault> {
        let mut rest = bytes;
        let parsed = take_number(&mut rest).and_then(|number| {
            let files = take(&mut rest, |rest| {
                rest.split_off(..32)
                    .and_then(|id| id.try_into().ok())
                    .map(FileId)
            })?;
            let blobs = take(&mut rest, take_number)?;
            Some((number, files, blobs))
        });
        let (number, files, blobs) = parsed.ok_or(Fault::Content)?;
        if least.is_some_and(|least| number < least) {
            return Err(Fault::OtherVersion);
        }
        let newest = self.blobs.entry(name.to_owned()).or_default();
        if number >= *newest {
            *newest = number;
            self.last = self.last.max(number);
            if name == super::META {
                self.recorded = files;
                for (name, number) in blobs {
                    self.last = self.last.max(number);
                    let least = self.blobs.entry(name).or_default();
                    *least = number.max(*least);
                }
            }
        }
        Ok(bytes.len() - rest.len())
    }
}

fn put<T>(bytes: &mut Vec<u8>, map: &BTreeMap<String, T>, value: impl Fn(&T) -> Vec<u8>) {
    bytes.extend_from_slice(&(map.len() as u32).to_le_bytes());
    for (name, of_name) in map {
        bytes.extend_from_slice(&(name.len() as u16).to_le_bytes());
        bytes.extend_from_slice(name.as_bytes());
        bytes.extend_from_slice(&value(of_name));
    }
}

fn take<T>(
    rest: &mut &[u8],
    value: impl Fn(&mut &[u8]) -> Option<T>,
) -> Option<BTreeMap<String, T>> {
    let n_entries = u32::from_le_bytes(rest.split_off(..4)?.try_into().ok()?);
    let mut map = BTreeMap::new();
    for _ in 0..n_entries {
        let length = u16::from_le_bytes(rest.split_off(..2)?.try_into().ok()?);
        let name = std::str::from_utf8(rest.split_off(..usize::from(length))?).ok()?;
        map.insert(name.to_owned(), value(rest)?);
    }
    Some(map)
}

fn take_number(rest: &mut &[u8]) -> Option<u64> {
    Some(u64::from_le_bytes(rest.split_off(..8)?.try_into().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: FileId = FileId([1; 32]);

    fn read(roll: &mut Roll, name: &str, bytes: &[u8]) -> Result<usize, Fault> {
        let least = roll.least(name);
        roll.unwrap(name, bytes, least)
    }

    #[test]
    fn one_that_is_replaced_while_it_is_read_is_no_old_one() {
        let mut roll = Roll::default();
        roll.wrote("a", ID);
        let before = roll.wrap("meta.json", b"", true);
        roll.wrote_blob("meta.json");
        let least = roll.least("meta.json");
        roll.wrote("b", ID);
        let after = roll.wrap("meta.json", b"", true);
        roll.wrote_blob("meta.json");
        roll.unwrap("meta.json", &before, least).unwrap();
        assert!(roll.knows("b", ID));
        assert_eq!(
            read(&mut roll, "meta.json", &before),
            Err(Fault::OtherVersion),
            "later it is one"
        );
        let mut other = Roll::default();
        read(&mut other, "meta.json", &after).unwrap();
        other.unwrap("meta.json", &before, None).unwrap();
        assert!(
            other.knows("b", ID),
            "an older one does not take back what a newer one said"
        );
    }

    #[test]
    fn meta_tells_the_next_reader_what_to_expect() {
        let mut writer = Roll::default();
        writer.wrote("a.term", ID);
        let managed = writer.wrap(".managed.json", b"managed", false);
        writer.wrote_blob(".managed.json");
        let meta = writer.wrap("meta.json", b"meta", true);

        let mut reader = Roll::default();
        let start = read(&mut reader, "meta.json", &meta).unwrap();
        assert_eq!(&meta[start..], b"meta");
        assert!(reader.knows("a.term", ID));
        assert!(!reader.knows("a.term", FileId([2; 32])));
        assert!(!reader.knows("b.term", ID));
        let start = read(&mut reader, ".managed.json", &managed).unwrap();
        assert_eq!(&managed[start..], b"managed");
    }

    #[test]
    fn an_older_blob_is_noticed_and_a_newer_one_is_not_an_error() {
        let mut writer = Roll::default();
        let old = writer.wrap(".managed.json", b"1", false);
        writer.wrote_blob(".managed.json");
        let recorded = writer.wrap(".managed.json", b"2", false);
        writer.wrote_blob(".managed.json");
        let meta = writer.wrap("meta.json", b"", true);
        writer.wrote_blob("meta.json");
        let newer = writer.wrap(".managed.json", b"3", false);

        let mut reader = Roll::default();
        read(&mut reader, "meta.json", &meta).unwrap();
        assert_eq!(
            read(&mut reader, ".managed.json", &old),
            Err(Fault::OtherVersion)
        );
        read(&mut reader, ".managed.json", &recorded).unwrap();
        read(&mut reader, ".managed.json", &newer).unwrap();
        assert_eq!(
            read(&mut reader, ".managed.json", &recorded),
            Err(Fault::OtherVersion),
            "once a newer one was seen"
        );
        assert!(reader.last >= 4, "numbers go on from the highest");
    }

    #[test]
    fn a_deleted_file_is_no_longer_recorded() {
        let mut roll = Roll::default();
        roll.wrote("a", ID);
        roll.forget("a");
        let meta = roll.wrap("meta.json", b"", true);
        let mut reader = Roll::default();
        read(&mut reader, "meta.json", &meta).unwrap();
        assert!(!reader.knows("a", ID));
        assert!(reader.names().0.is_empty());
    }

    #[test]
    fn nonsense_is_an_error_and_no_panic() {
        let mut writer = Roll::default();
        writer.wrote("a", ID);
        writer.wrap(".managed.json", b"", false);
        writer.wrote_blob(".managed.json");
        let meta = writer.wrap("meta.json", b"", true);
        for keep in 0..meta.len() {
            assert_eq!(
                read(&mut Roll::default(), "meta.json", &meta[..keep]),
                Err(Fault::Content),
                "{keep} bytes kept"
            );
        }
    }
}
