//! One page of the list: the best documents by a key, without sorting the rest.

use super::Library;
use super::columns::{Column, Scratch};
use super::parallel::{Piece, fold};
use super::set::DocSet;
use crate::answer::Page;
use crate::ask::Sort;
use crate::{Ask, Result};
use tantivy::query::Weight;
use tantivy::{DocSet as _, TERMINATED};

/// Which page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[expect(missing_docs, reason = "the names say it")]
pub struct PageAsk {
    pub sort: Sort,
    pub offset: u64,
    pub limit: u64,
}

/// The order of the list, the least first: by what the sort says, then by tweet id, then by row of the store
/// (two datasets can hold one tweet).
///
/// * newest: latest first, of one moment the greatest id first; tweets without a time stand at the end.
/// * oldest: the other way round, but tweets without a time stand at the end too.
/// * likes, retweets, relevance: greatest first, tweets without the number at the end; equal ones as in newest,
///   by descending id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    rank: u64,
    tweet: u64,
    row: u64,
}

impl Library<'_> {
    /// A page of the query's tweets, with marks where its words stand.
    pub fn page(&self, ask: &Ask, page: PageAsk) -> Result<Page> {
        let set = self.set(ask)?;
        let rows = self.rows(ask, &set, page)?;
        Ok(Page {
            total: set.tweets(),
            tweets: self.views(&rows, ask)?,
        })
    }

    /// Row numbers of the page, in order.
    pub fn rows(&self, ask: &Ask, set: &DocSet, page: PageAsk) -> Result<Vec<u64>> {
        let end = page.offset.saturating_add(page.limit).min(set.tweets()) as usize;
        if end <= page.offset as usize {
            return Ok(Vec::new());
        }
        let best = match (page.sort, self.scoring_for(page.sort, ask)?) {
            (Sort::Relevance, Some(weight)) => self.best_by_score(set, &*weight, end)?,
            (sort, _) => self.best_by_column(set, sort, end)?,
        };
        Ok(best[page.offset as usize..]
            .iter()
            .map(|key| key.row)
            .collect())
    }

    fn scoring_for(&self, sort: Sort, ask: &Ask) -> Result<Option<Box<dyn Weight>>> {
        if sort == Sort::Relevance {
            self.scoring(ask)
        } else {
            Ok(None)
        }
    }

    fn best_by_column(&self, set: &DocSet, sort: Sort, keep: usize) -> Result<Vec<Key>> {
        let fields = &self.fields;
        // With no word to score by, the most relevant are the newest.
        let (field, upwards) = match sort {
            Sort::Newest | Sort::Relevance => (fields.time, false),
            Sort::Oldest => (fields.time, true),
            Sort::Likes => (fields.likes, false),
            Sort::Retweets => (fields.retweets, false),
        };
        let readers = self.searcher.segment_readers();
        let open = |field| {
            readers
                .iter()
                .map(|reader| Column::open(reader, field))
                .collect::<Result<Vec<_>>>()
        };
        let (ranks, tweets, rows) = (open(field)?, open(fields.tweet)?, open(fields.row)?);
        // The greatest value there is stands for none: no time and no count comes near it.
        let missing = if upwards { u64::MAX } else { u64::MIN };
        let turn = |value: u64| if upwards { value } else { !value };
        let pieces: Vec<(usize, Piece)> = set.pieces().into_iter().enumerate().collect();

        // A list that ascends where the best is sought last would offer every document. So the best rank of each
        // block is found first: at least `keep` documents are as good as the `keep`th best of these.
        let fresh = || (Vec::new(), Scratch::default(), Vec::new());
        let step = |(bests, scratch, values): &mut Ranks, (number, piece): &(usize, Piece)| {
            let at = piece.segment;
            let mut of_piece = Vec::new();
            set.segments[at].blocks::<crate::Error>(piece.range.clone(), |block| {
                ranks[at].aligned(&block, missing, scratch, values);
                let best = if upwards {
                    values.iter().min().copied()
                } else {
                    values.iter().max().copied()
                };
                of_piece.push(best.map_or(u64::MAX, turn));
                Ok(())
            })?;
            bests.push((*number, of_piece));
            Ok(())
        };
        let threads = fold(&pieces, set.tweets(), &self.cancel, fresh, step)?;
        let mut bests: Vec<(usize, Vec<u64>)> =
            threads.into_iter().flat_map(|(bests, ..)| bests).collect();
        bests.sort_unstable_by_key(|(number, _)| *number);
        let mut all: Vec<u64> = bests.iter().flat_map(|(_, bests)| bests).copied().collect();
        let bar = if all.len() > keep {
            *all.select_nth_unstable(keep - 1).1
        } else {
            u64::MAX
        };

        let fresh = || (Best::new(keep), Scratch::default(), Vec::new());
        let step = |(best, scratch, values): &mut (Best, Scratch, Vec<u64>),
                    (number, piece): &(usize, Piece)| {
            let at = piece.segment;
            let mut of_block = bests[*number].1.iter();
            set.segments[at].blocks::<crate::Error>(piece.range.clone(), |block| {
                if of_block.next().is_some_and(|rank| *rank > bar) {
                    return Ok(());
                }
                ranks[at].aligned(&block, missing, scratch, values);
                for (place, value) in values.iter().enumerate() {
                    let rank = turn(*value);
                    if rank > bar || rank > best.worst.rank {
                        continue;
                    }
                    let doc = block.doc(place);
                    let tweet = tweets[at].first(doc).unwrap_or(0);
                    let tweet = if upwards { tweet } else { !tweet };
                    let row = rows[at].first(doc).unwrap_or(0);
                    best.offer(Key { rank, tweet, row });
                }
                Ok(())
            })
        };
        let threads = fold(&pieces, set.tweets(), &self.cancel, fresh, step)?;
        Ok(Best::merge(
            keep,
            threads.into_iter().map(|(best, ..)| best),
        ))
    }

    fn best_by_score(&self, set: &DocSet, weight: &dyn Weight, keep: usize) -> Result<Vec<Key>> {
        let readers = self.searcher.segment_readers();
        let segments: Vec<usize> = (0..readers.len())
            .filter(|at| !set.segments[*at].is_empty())
            .collect();
        let threads = fold(
            &segments,
            set.tweets(),
            &self.cancel,
            || Best::new(keep),
            |best, &at| {
                let reader = &readers[at];
                let tweets = Column::open(reader, self.fields.tweet)?;
                let rows = Column::open(reader, self.fields.row)?;
                let mut scorer = weight.scorer(reader, 1.0)?;
                set.segments[at].blocks::<crate::Error>(0..reader.max_doc(), |block| {
                    for place in 0..block.len() {
                        let doc = block.doc(place);
                        if scorer.doc() < doc {
                            scorer.seek(doc);
                        }
                        let score = if scorer.doc() == doc && doc != TERMINATED {
                            scorer.score()
                        } else {
                            0.0
                        };
                        // Scores are not negative, and the bits of such numbers are ordered as the numbers are.
                        let rank = !u64::from(score.max(0.0).to_bits());
                        if rank <= best.worst.rank {
                            let tweet = !tweets.first(doc).unwrap_or(0);
                            best.offer(Key {
                                rank,
                                tweet,
                                row: rows.first(doc).unwrap_or(0),
                            });
                        }
                    }
                    Ok(())
                })
            },
        )?;
        Ok(Best::merge(keep, threads))
    }
}

/// A thread's best ranks: by number of the piece, one for each of its blocks.
type Ranks = (Vec<(usize, Vec<u64>)>, Scratch, Vec<u64>);

/// The best so many keys. Twice as many are held and cut back by selection, so that far pages cost no heap.
struct Best {
    keep: usize,
    held: Vec<Key>,
    /// Nothing worse than this can still be among the best.
    worst: Key,
}

impl Best {
    fn new(keep: usize) -> Self {
        let worst = Key {
            rank: u64::MAX,
            tweet: u64::MAX,
            row: u64::MAX,
        };
        Self {
            keep,
            held: Vec::new(),
            worst,
        }
    }

    fn offer(&mut self, key: Key) {
        if key > self.worst {
            return;
        }
        self.held.push(key);
        if self.held.len() >= self.keep.saturating_mul(2).max(64) {
            self.cut();
        }
    }

    fn cut(&mut self) {
        if self.held.len() > self.keep {
            let (_, worst, _) = self.held.select_nth_unstable(self.keep - 1);
            self.worst = *worst;
            self.held.truncate(self.keep);
        }
    }

    fn merge(keep: usize, parts: impl IntoIterator<Item = Self>) -> Vec<Key> {
        let mut held: Vec<Key> = parts.into_iter().flat_map(|best| best.held).collect();
        held.sort_unstable();
        held.truncate(keep);
        held
    }
}
