//! The cells that are hidden so that others cannot be worked out from totals.

use super::{Place, Table};
use std::collections::BTreeSet;

/// Which cells must be hidden beside these, in the order in which they were chosen.
///
/// Row by row, then column by column, a line with exactly one hidden cell hides its smallest other cell, until all is
/// stable. What is hidden then still gives a cell away where it alone joins two parts of it: with rows and columns as
/// points and hidden cells as links between them, the totals of one part tell such a link. So links that stand alone
/// get a companion, too.
pub(super) fn also_hidden(table: &Table, mut hidden: BTreeSet<Place>) -> Vec<Place> {
    let lines = Lines::of(table);
    let mut chosen = Vec::new();
    loop {
        let before = chosen.len();
        for line in lines.rows.iter().chain(&lines.columns) {
            let mut hidden_here = line.iter().filter(|place| hidden.contains(*place));
            let exactly_one = hidden_here.next().is_some() && hidden_here.next().is_none();
            if exactly_one && let Some(place) = smallest(table, &hidden, line.iter().copied()) {
                hidden.insert(place);
                chosen.push(place);
            }
        }
        if chosen.len() > before {
            continue;
        }
        let Some(place) = companion(table, &lines, &hidden) else {
            return chosen;
        };
        hidden.insert(place);
        chosen.push(place);
    }
}

/// The smallest cell above zero that is not hidden, else the smallest; the first of equals.
fn smallest(
    table: &Table,
    hidden: &BTreeSet<Place>,
    places: impl Iterator<Item = Place>,
) -> Option<Place> {
    places
        .filter(|place| !hidden.contains(place))
        .min_by_key(|(row, column)| {
            let value = table.cells[*row][*column].value;
            (value == 0, value, *row, *column)
        })
}

struct Lines {
    rows: Vec<Vec<Place>>,
    columns: Vec<Vec<Place>>,
}

impl Lines {
    fn of(table: &Table) -> Self {
        let rows: Vec<Vec<Place>> = table
            .cells
            .iter()
            .enumerate()
            .map(|(row, cells)| (0..cells.len()).map(|column| (row, column)).collect())
            .collect();
        let n_columns = rows.iter().map(Vec::len).max().unwrap_or(0);
        let mut columns = vec![Vec::new(); n_columns];
        for place in rows.iter().flatten() {
            columns[place.1].push(*place);
        }
        Self { rows, columns }
    }

    /// Whether totals of both its lines are shown; that of a line of one cell never is where the cell is hidden.
    fn is_crossing(&self, place: Place) -> bool {
        self.rows[place.0].len() > 1 && self.columns[place.1].len() > 1
    }
}

/// A cell that keeps some lone link company; none where no link stands alone.
fn companion(table: &Table, lines: &Lines, hidden: &BTreeSet<Place>) -> Option<Place> {
    let links: Vec<Place> = hidden
        .iter()
        .copied()
        .filter(|place| lines.is_crossing(*place))
        .collect();
    let n_rows = lines.rows.len();
    let web = Web::of(&links, n_rows, lines.columns.len());
    web.bridges().into_iter().find_map(|bridge| {
        let part = web.part_without(bridge);
        let crosses = |(row, column): &Place| part[*row] != part[n_rows + *column];
        let candidates = lines.rows.iter().flatten().copied().filter(|place| {
            let (row, column) = *place;
            let touched = web.touches(row) && web.touches(n_rows + column);
            touched && crosses(place) && web.same_web(bridge, row) && lines.is_crossing(*place)
        });
        smallest(table, hidden, candidates)
    })
}

/// Rows and columns as points, hidden cells as links.
struct Web {
    links: Vec<(usize, usize)>,
    of_point: Vec<Vec<usize>>,
}

impl Web {
    fn of(places: &[Place], n_rows: usize, n_columns: usize) -> Self {
        let links: Vec<(usize, usize)> = places
            .iter()
            .map(|(row, column)| (*row, n_rows + *column))
            .collect();
        let mut of_point = vec![Vec::new(); n_rows + n_columns];
        for (link, (row, column)) in links.iter().enumerate() {
            of_point[*row].push(link);
            of_point[*column].push(link);
        }
        Self { links, of_point }
    }

    fn touches(&self, point: usize) -> bool {
        !self.of_point[point].is_empty()
    }

    fn other(&self, link: usize, point: usize) -> usize {
        let (row, column) = self.links[link];
        if row == point { column } else { row }
    }

    /// Links without which their two ends are no longer joined, by depth-first search with low points.
    fn bridges(&self) -> Vec<usize> {
        let n_points = self.of_point.len();
        let (mut found_at, mut low) = (vec![usize::MAX; n_points], vec![usize::MAX; n_points]);
        let mut clock = 0;
        let mut bridges = Vec::new();
        for start in 0..n_points {
            if found_at[start] != usize::MAX {
                continue;
            }
            found_at[start] = clock;
            low[start] = clock;
            clock += 1;
            // Point, the link it was reached by, and the next of its links to follow.
            let mut path = vec![(start, usize::MAX, 0)];
            while let Some((point, by, next)) = path.last_mut() {
                let (here, came_by) = (*point, *by);
                if let Some(&link) = self.of_point[here].get(*next) {
                    *next += 1;
                    if link == came_by {
                        continue;
                    }
                    let there = self.other(link, here);
                    if found_at[there] == usize::MAX {
                        found_at[there] = clock;
                        low[there] = clock;
                        clock += 1;
                        path.push((there, link, 0));
                    } else {
                        low[here] = low[here].min(found_at[there]);
                    }
                } else {
                    path.pop();
                    if let Some((parent, _, _)) = path.last() {
                        if low[here] > found_at[*parent] {
                            bridges.push(came_by);
                        }
                        low[*parent] = low[*parent].min(low[here]);
                    }
                }
            }
        }
        bridges
    }

    fn reached(&self, start: usize, without: usize) -> Vec<bool> {
        let mut reached = vec![false; self.of_point.len()];
        reached[start] = true;
        let mut open = vec![start];
        while let Some(point) = open.pop() {
            for link in self.of_point[point].iter().filter(|link| **link != without) {
                let there = self.other(*link, point);
                if !reached[there] {
                    reached[there] = true;
                    open.push(there);
                }
            }
        }
        reached
    }

    /// The points on one side of a bridge.
    fn part_without(&self, bridge: usize) -> Vec<bool> {
        self.reached(self.links[bridge].0, bridge)
    }

    fn same_web(&self, bridge: usize, point: usize) -> bool {
        self.reached(self.links[bridge].0, usize::MAX)[point]
    }
}
