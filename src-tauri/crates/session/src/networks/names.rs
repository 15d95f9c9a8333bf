//! What nodes are called.

use super::Net;
use super::base::NO_PROFILE;
use crate::{Result, Session};
use starling_network::chain::NodeKind;
use starling_store::Dictionary;
use std::collections::HashMap;

/// A node, as a person knows it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Face {
    /// The account's id, or the hashtag.
    pub(crate) account: String,
    /// Its screen name where it has one.
    pub(crate) label: String,
    pub(super) name: Option<String>,
}

/// The names of every node, for what has to go through all of them.
pub(super) struct Names {
    pub(super) faces: Vec<Face>,
}

impl Net {
    pub(super) fn is_of_hashtags(&self) -> bool {
        self.base.kind.first() == Some(&NodeKind::Hashtag)
    }
}

fn hashtag(word: String) -> Face {
    Face {
        label: format!("#{word}"),
        account: word,
        name: None,
    }
}

fn account(id: String, names: Option<(String, String)>) -> Face {
    let (screen, display) = names.unwrap_or_default();
    Face {
        label: if screen.is_empty() {
            id.clone()
        } else {
            screen
        },
        name: (!display.is_empty()).then_some(display),
        account: id,
    }
}

impl Session {
    /// Names of some nodes.
    pub(super) fn faces(&self, net: &Net, nodes: &[u32]) -> Result<Vec<Face>> {
        if let Some(names) = net.names.get() {
            return Ok(nodes
                .iter()
                .map(|node| names.faces[*node as usize].clone())
                .collect());
        }
        let keys: Vec<u32> = nodes
            .iter()
            .map(|node| net.base.key[*node as usize])
            .collect();
        if net.is_of_hashtags() {
            let words = self.store.words(Dictionary::Hashtag, &keys)?;
            return Ok(words.into_iter().map(hashtag).collect());
        }
        let ids = self.store.words(Dictionary::Account, &keys)?;
        let of = |node: &u32| net.base.profile[*node as usize];
        let wanted: Vec<u32> = nodes
            .iter()
            .map(of)
            .filter(|at| *at != NO_PROFILE)
            .collect();
        let mut profiles = self.store.profiles(&wanted)?.into_iter();
        Ok(ids
            .into_iter()
            .zip(nodes)
            .map(|(id, node)| {
                let profile = (of(node) != NO_PROFILE).then(|| profiles.next()).flatten();
                account(
                    id,
                    profile.map(|known| (known.screen_name, known.display_name)),
                )
            })
            .collect())
    }

    /// Names of every node; read once.
    pub(super) fn all_faces<'a>(&self, net: &'a Net) -> Result<&'a Names> {
        if let Some(names) = net.names.get() {
            return Ok(names);
        }
        let base = &net.base;
        let of_hashtags = net.is_of_hashtags();
        let dictionary = if of_hashtags {
            Dictionary::Hashtag
        } else {
            Dictionary::Account
        };
        let mut words = vec![String::new(); base.key.len()];
        self.store.each(dictionary, &mut |id, word| {
            if let Ok(node) = base.key.binary_search(&id) {
                words[node] = word.to_owned();
            }
        })?;
        if of_hashtags {
            let faces = words.into_iter().map(hashtag).collect();
            return Ok(net.names.get_or_init(|| Names { faces }));
        }
        let columns = self.store.profile_columns()?;
        let mut wanted: HashMap<u32, Vec<usize>> = HashMap::new();
        for (node, profile) in base.profile.iter().enumerate() {
            if let Some(texts) = columns.texts.get(*profile as usize) {
                wanted.entry(*texts).or_default().push(node);
            }
        }
        let mut known: Vec<Option<(String, String)>> = vec![None; base.key.len()];
        self.store.each_profile_text(&mut |id, texts| {
            for node in wanted.get(&id).into_iter().flatten() {
                known[*node] = Some((texts.screen_name.to_owned(), texts.display_name.to_owned()));
            }
        })?;
        let faces = words
            .into_iter()
            .zip(known)
            .map(|(id, names)| account(id, names))
            .collect();
        Ok(net.names.get_or_init(|| Names { faces }))
    }
}
