//! The parts of a network that no tie joins, each arranged on its own.

use super::springs::Springs;
use crate::Result;
use starling_model::Cancel;

/// Asked for cancelling each time so many nodes are met.
const ASK: usize = 1 << 14;

/// The nodes of each component, the largest first; of equal ones that with the least node.
pub(super) fn components(springs: &Springs, cancel: &Cancel) -> Result<Vec<Vec<u32>>> {
    let n = springs.len();
    let mut met = vec![false; n];
    let mut components = Vec::new();
    for start in 0..n {
        if start % ASK == 0 {
            cancel.check()?;
        }
        if std::mem::replace(&mut met[start], true) {
            continue;
        }
        let mut nodes = vec![start as u32];
        let mut at = 0;
        while let Some(&node) = nodes.get(at) {
            if at % ASK == ASK - 1 {
                cancel.check()?;
            }
            for (other, _) in springs.row(node as usize) {
                if !std::mem::replace(&mut met[other as usize], true) {
                    nodes.push(other);
                }
            }
            at += 1;
        }
        components.push(nodes);
    }
    components.sort_by_key(|nodes| std::cmp::Reverse(nodes.len()));
    Ok(components)
}
