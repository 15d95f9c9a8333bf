//! The way to a picture: component by component, then beside one another, then apart; to be watched and stopped.

use super::chance::Chance;
use super::components::components;
use super::motion::{Forces, Motion, Points, Scene};
use super::multilevel::Multilevel;
use super::pack::{self, Frame};
use super::springs::{Springs, is_tie};
use super::{Keep, Picture, Settings, Start, Tied, separate, small, warm};
use crate::Result;
use rayon::prelude::*;
use starling_model::{Cancel, Progress};

/// Components up to this size are arranged many at a time, one after the other on each thread.
const SMALL: usize = 1_000;
/// Nodes of small components in one slice of work.
const BATCH: usize = 20_000;
/// Steps on the finest level of a small component.
const SMALL_STEPS: usize = 60;
/// Steps in which new nodes find their places among those that are held.
const NEW_STEPS: usize = 30;
/// Asked for cancelling each time so many nodes are done.
const ASK: usize = 1 << 14;

/// A picture being made. Each call of [`Layout::advance`] does a bounded piece of the work.
#[derive(Debug)]
pub struct Layout {
    settings: Settings,
    springs: Springs,
    forces: Forces,
    points: Points,
    known: Vec<bool>,
    pinned: Vec<bool>,
    keep: Keep,
    radii: Vec<f32>,
    /// Still to be arranged, the largest last.
    waiting: Vec<Vec<u32>>,
    /// Without places that were known before: to be put beside the others.
    fresh: Vec<Vec<u32>>,
    singles: Vec<u32>,
    now: Option<(Vec<u32>, Part)>,
    /// As long as the network, for the numbers of nodes within a component.
    place: Vec<u32>,
    stage: Stage,
    nodes_done: usize,
    overlaps: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    Components,
    Beside,
    Apart,
    Done,
}

/// A large component in work.
#[derive(Debug)]
enum Part {
    /// From nothing.
    Fresh(Box<Multilevel>),
    /// With places that are known.
    Warm(Box<Warm>),
}

#[derive(Debug)]
struct Warm {
    springs: Springs,
    forces: Forces,
    points: Points,
    motion: Motion,
    /// Who must not move now, and who must not later.
    held: Vec<bool>,
    pinned: Vec<bool>,
    new_steps: usize,
    steps: usize,
    whole: usize,
}

impl Layout {
    /// Gets ready: finds the components and where they start.
    pub fn new(
        tied: &Tied<'_>,
        settings: &Settings,
        start: &Start<'_>,
        cancel: &Cancel,
    ) -> Result<Self> {
        let n = tied.len();
        let mut settings = settings.clone();
        let unit = match settings.weight_unit {
            Some(unit) => unit,
            None => mean_weight(tied, cancel)?,
        };
        settings.weight_unit = Some(unit);
        let springs = Springs::of(tied, &settings, unit, cancel)?;
        cancel.check()?;
        let known: Vec<bool> = (0..n).map(|node| start.place(node).is_some()).collect();
        let pinned = (0..n)
            .map(|node| known[node] && start.is_pinned(node))
            .collect();
        let mut points = Points::origin(n);
        for node in 0..n {
            if let Some((x, y)) = start.place(node) {
                points.set(node, (x, y));
            }
        }
        let mut waiting = components(&springs, cancel)?;
        cancel.check()?;
        waiting.reverse();
        let first_tied = waiting.partition_point(|nodes| nodes.len() == 1);
        let mut singles: Vec<u32> = waiting.drain(..first_tied).flatten().collect();
        singles.retain(|&node| !known[node as usize]);
        singles.sort_unstable();
        Ok(Self {
            forces: Forces::of(&settings, (0.0, 0.0)),
            settings,
            springs,
            points,
            known,
            pinned,
            keep: start.keep,
            radii: start.radii.to_vec(),
            waiting,
            fresh: Vec::new(),
            singles,
            now: None,
            place: vec![u32::MAX; n],
            stage: Stage::Components,
            nodes_done: 0,
            overlaps: 0,
        })
    }

    /// A piece of the work: at most a step over all nodes. False once all is done.
    pub fn advance(&mut self, cancel: &Cancel) -> Result<bool> {
        cancel.check()?;
        match self.stage {
            Stage::Components => self.advance_components(cancel)?,
            Stage::Beside => {
                let mut points = std::mem::take(&mut self.points);
                let (fresh, singles) = (
                    std::mem::take(&mut self.fresh),
                    std::mem::take(&mut self.singles),
                );
                self.put_beside(&mut points, fresh, &singles);
                self.points = points;
                self.stage = Stage::Apart;
            }
            Stage::Apart => {
                self.overlaps =
                    separate::separate(&mut self.points, &self.radii, &self.pinned, cancel)?;
                self.stage = Stage::Done;
            }
            Stage::Done => return Ok(false),
        }
        Ok(true)
    }

    /// How much of the work is done, about, from 0 to 1.
    pub fn share_done(&self) -> f64 {
        let n = self.springs.len().max(1) as f64;
        let now = self
            .now
            .as_ref()
            .map_or(0.0, |(nodes, part)| nodes.len() as f64 * part.share_done());
        match self.stage {
            Stage::Components => 0.95 * ((self.nodes_done as f64 + now) / n).min(1.0),
            Stage::Beside => 0.95,
            Stage::Apart => 0.96,
            Stage::Done => 1.0,
        }
    }

    /// Where the nodes are now, `x` and `y` by turns: a picture at any moment, so that the work can be stopped at any.
    /// Nodes of components whose turn has not come stand below the others in a grid.
    pub fn places(&self) -> Vec<f32> {
        let mut points = self.points.clone();
        if matches!(self.stage, Stage::Apart | Stage::Done) {
            return points.by_turns();
        }
        let (mut fresh, mut singles) = (self.fresh.clone(), self.singles.clone());
        if let Some((nodes, part)) = &self.now {
            let places = part.places();
            for (at, &node) in nodes.iter().enumerate() {
                points.set(node as usize, places.get(at));
            }
            if self.n_known(nodes) == 0 {
                fresh.push(nodes.clone());
            }
        }
        let waiting = self.waiting.iter().rev().flatten();
        singles.extend(waiting.filter(|node| !self.known[**node as usize]));
        self.put_beside(&mut points, fresh, &singles);
        points.by_turns()
    }

    /// The picture as it is now.
    pub fn picture(&self) -> Picture {
        Picture {
            places: self.places(),
            settings: self.settings.clone(),
            overlaps: self.overlaps,
        }
    }

    /// Advances to the end, and says how far it is.
    pub fn run(mut self, progress: &Progress, cancel: &Cancel) -> Result<Picture> {
        let n = self.springs.len() as u64;
        let mut said = 0;
        while self.advance(cancel)? {
            let done = (self.share_done() * n as f64) as u64;
            // Only what can be seen is said.
            if (done - said.min(done)) * 100 >= n {
                said = done;
                progress.say(super::step(done, n));
            }
        }
        progress.say(super::step(n, n));
        Ok(self.picture())
    }

    fn advance_components(&mut self, cancel: &Cancel) -> Result<()> {
        if let Some((nodes, mut part)) = self.now.take() {
            let has_more = part.advance(&self.forces, cancel);
            if let Ok(false) = has_more {
                return self.end_part(nodes, part, cancel);
            }
            // Also when cancelled: what is there is still a picture.
            self.now = Some((nodes, part));
            return has_more.map(|_| ());
        }
        match self.waiting.pop() {
            None => self.stage = Stage::Beside,
            Some(nodes) if nodes.len() <= SMALL => {
                self.waiting.push(nodes);
                self.arrange_small_ones(cancel)?;
            }
            Some(nodes) => match self.begin(&nodes, cancel) {
                Ok(part) => self.now = Some((nodes, part)),
                Err(why) => {
                    self.waiting.push(nodes);
                    return Err(why);
                }
            },
        }
        Ok(())
    }

    fn n_known(&self, nodes: &[u32]) -> usize {
        nodes
            .iter()
            .filter(|&&node| self.known[node as usize])
            .count()
    }

    fn begin(&mut self, nodes: &[u32], cancel: &Cancel) -> Result<Part> {
        let springs = self.springs.among(nodes, &mut self.place, cancel)?;
        if self.n_known(nodes) * 4 < nodes.len() {
            let steps = self.settings.steps;
            let seed = self.settings.seed;
            let multilevel = Multilevel::new(springs, seed, steps, cancel)?;
            return Ok(Part::Fresh(Box::new(multilevel)));
        }
        let points = self.points_of(nodes);
        let warm = self.warm(nodes, springs, points, cancel)?;
        Ok(Part::Warm(Box::new(warm)))
    }

    fn points_of(&self, nodes: &[u32]) -> Points {
        let mut points = Points::origin(nodes.len());
        for (at, &node) in nodes.iter().enumerate() {
            points.set(at, self.points.get(node as usize));
        }
        points
    }

    /// Gets a component ready that has places already.
    fn warm(
        &self,
        nodes: &[u32],
        springs: Springs,
        mut points: Points,
        cancel: &Cancel,
    ) -> Result<Warm> {
        let of = |flags: &[bool]| -> Vec<bool> {
            nodes.iter().map(|&node| flags[node as usize]).collect()
        };
        let (known, pinned) = (of(&self.known), of(&self.pinned));
        let gap = self.gap();
        let jitter = warm::Jitter {
            width: gap,
            seed: self.settings.seed,
        };
        warm::place_new(&springs, &mut points, &known, jitter, cancel)?;
        let centre = warm::centre(&springs, &points, &known);
        let has_new = known.contains(&false);
        let new_steps = if has_new { NEW_STEPS } else { 0 };
        let steps = match self.keep {
            Keep::Places => 0,
            Keep::Shape => self.settings.steps,
        };
        Ok(Warm {
            forces: Forces {
                centre,
                ..self.forces
            },
            motion: Motion::new(nodes.len()),
            springs,
            points,
            held: known,
            pinned,
            new_steps,
            steps,
            whole: new_steps + steps,
        })
    }

    /// Takes over the places of a component; one that had some known places is fitted to them and goes on from there.
    fn end_part(&mut self, nodes: Vec<u32>, part: Part, cancel: &Cancel) -> Result<()> {
        let points = match part {
            Part::Warm(warm) => warm.points,
            Part::Fresh(multilevel) if self.n_known(&nodes) > 0 => {
                // Stopped between two pictures, it stays at the first.
                let fitted = self.fitted(&nodes, multilevel.places(), cancel);
                let (part, answer) = match fitted {
                    Ok(warm) => (Part::Warm(Box::new(warm)), Ok(())),
                    Err(why) => (Part::Fresh(multilevel), Err(why)),
                };
                self.now = Some((nodes, part));
                return answer;
            }
            Part::Fresh(multilevel) => multilevel.finish(),
        };
        self.take_over(&nodes, &points);
        self.nodes_done += nodes.len();
        if self.n_known(&nodes) == 0 {
            self.fresh.push(nodes);
        }
        Ok(())
    }

    fn fitted(&mut self, nodes: &[u32], mut points: Points, cancel: &Cancel) -> Result<Warm> {
        let known: Vec<(usize, (f32, f32))> = nodes
            .iter()
            .enumerate()
            .filter(|(_, node)| self.known[**node as usize])
            .map(|(at, &node)| (at, self.points.get(node as usize)))
            .collect();
        warm::fit(&mut points, &known);
        for &(at, place) in &known {
            points.set(at, place);
        }
        let springs = self.springs.among(nodes, &mut self.place, cancel)?;
        let mut warm = self.warm(nodes, springs, Points::origin(nodes.len()), cancel)?;
        warm.points = points;
        Ok(warm)
    }

    fn take_over(&mut self, nodes: &[u32], points: &Points) {
        for (at, &node) in nodes.iter().enumerate() {
            self.points.set(node as usize, points.get(at));
        }
    }

    /// Some of the small components, on all threads, and the same whatever their number.
    fn arrange_small_ones(&mut self, cancel: &Cancel) -> Result<()> {
        let mut batch = Vec::new();
        let mut n = 0;
        while n < BATCH
            && let Some(nodes) = self.waiting.pop()
        {
            n += nodes.len();
            batch.push(nodes);
        }
        let arranged = self.arrange_batch(&batch, cancel);
        let arranged = arranged.inspect_err(|_| {
            self.waiting.extend(batch.iter().rev().cloned());
        })?;
        for (nodes, points) in batch.into_iter().zip(arranged) {
            self.take_over(&nodes, &points);
            if self.n_known(&nodes) == 0 {
                self.fresh.push(nodes);
            }
        }
        self.nodes_done += n;
        Ok(())
    }

    fn arrange_batch(&mut self, batch: &[Vec<u32>], cancel: &Cancel) -> Result<Vec<Points>> {
        let springs: Vec<Springs> = batch
            .iter()
            .map(|nodes| self.springs.among(nodes, &mut self.place, cancel))
            .collect::<Result<_>>()?;
        let this = &*self;
        batch
            .par_iter()
            .zip(springs)
            .map(|(nodes, springs)| this.arrange_small(nodes, springs, cancel))
            .collect()
    }

    fn arrange_small(&self, nodes: &[u32], springs: Springs, cancel: &Cancel) -> Result<Points> {
        if self.n_known(nodes) > 0 {
            let points = self.points_of(nodes);
            let mut warm = self.warm(nodes, springs, points, cancel)?;
            while warm.advance(cancel)? {}
            return Ok(warm.points);
        }
        let seed = self.settings.seed ^ u64::from(nodes[0]);
        let turn = f64::from(Chance::new(seed).share());
        if let Some(points) = small::star(&springs, &self.forces, turn) {
            return Ok(points);
        }
        let mut multilevel = Multilevel::new(springs, seed, SMALL_STEPS, cancel)?;
        while multilevel.advance(&self.forces, cancel)? {}
        Ok(multilevel.finish())
    }

    /// Puts what has no place yet beside what has.
    fn put_beside(&self, points: &mut Points, mut fresh: Vec<Vec<u32>>, singles: &[u32]) {
        let mut has_place = vec![true; points.len()];
        for &node in fresh.iter().flatten().chain(singles) {
            has_place[node as usize] = false;
        }
        let placed = (0..has_place.len()).filter(|&node| has_place[node]);
        let taken = Frame::around(points, placed);
        fresh.sort_by_key(|nodes| std::cmp::Reverse(nodes.len()));
        // As far apart as nodes of the large picture are, or single nodes would be a speck beside it.
        let n_placed = has_place.iter().filter(|has| **has).count();
        let largest = taken.map(|frame| (frame, n_placed)).or_else(|| {
            let nodes = fresh.first()?;
            let frame = Frame::around(points, nodes.iter().map(|&node| node as usize))?;
            Some((frame, nodes.len()))
        });
        let spacing = largest.map_or(0.0, |(frame, n)| 0.5 * frame.space_for_each(n));
        let crowd = pack::Crowd {
            components: &fresh,
            singles,
            gap: self.gap().max(spacing),
        };
        crowd.put_beside(taken, points);
    }

    /// The way between two nodes that are only just apart from one another: with radii, that of four of them,
    /// else that at which a tie of two nodes rests.
    fn gap(&self) -> f32 {
        let mut radii: Vec<f32> = self.radii.clone();
        if radii.is_empty() {
            return 4.0 * self.settings.repulsion.sqrt();
        }
        let middle = radii.len() / 2;
        let (_, median, _) = radii.select_nth_unstable_by(middle, f32::total_cmp);
        4.0 * *median
    }
}

impl Part {
    fn advance(&mut self, forces: &Forces, cancel: &Cancel) -> Result<bool> {
        match self {
            Self::Fresh(multilevel) => multilevel.advance(forces, cancel),
            Self::Warm(warm) => warm.advance(cancel),
        }
    }

    fn share_done(&self) -> f64 {
        match self {
            Self::Fresh(multilevel) => multilevel.share_done(),
            Self::Warm(warm) => {
                1.0 - (warm.new_steps + warm.steps) as f64 / warm.whole.max(1) as f64
            }
        }
    }

    fn places(&self) -> Points {
        match self {
            Self::Fresh(multilevel) => multilevel.places(),
            Self::Warm(warm) => warm.points.clone(),
        }
    }
}

impl Warm {
    /// First only what is new moves, then all that is not pinned.
    fn advance(&mut self, cancel: &Cancel) -> Result<bool> {
        let held = if self.new_steps > 0 {
            self.new_steps -= 1;
            &self.held
        } else if self.steps > 0 {
            self.steps -= 1;
            &self.pinned
        } else {
            return Ok(false);
        };
        let scene = Scene {
            springs: &self.springs,
            forces: &self.forces,
            held,
        };
        self.motion.step(&scene, &mut self.points, cancel)?;
        Ok(true)
    }
}

/// The mean of the weights that count, to which they are set in relation.
fn mean_weight(tied: &Tied<'_>, cancel: &Cancel) -> Result<f32> {
    let (mut sum, mut n) = (0.0f64, 0u64);
    for node in 0..tied.len() {
        if node % ASK == 0 {
            cancel.check()?;
        }
        for (other, weight) in tied.row(node) {
            if is_tie(node, other, weight) {
                sum += f64::from(weight);
                n += 1;
            }
        }
    }
    Ok(if n == 0 { 1.0 } else { (sum / n as f64) as f32 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cancelling_in_the_middle_of_a_step_loses_nothing() {
        // A path of two thousand, and two hundred triangles.
        let mut rows: Vec<Vec<u32>> = (0..2_600).map(|_| Vec::new()).collect();
        let mut tie = |a: u32, b: u32| {
            rows[a as usize].push(b);
            rows[b as usize].push(a);
        };
        (1..2_000).for_each(|node| tie(node - 1, node));
        for first in (2_000..2_600).step_by(3) {
            tie(first, first + 1);
            tie(first + 1, first + 2);
            tie(first + 2, first);
        }
        let mut offsets = vec![0];
        for row in &rows {
            offsets.push(offsets[offsets.len() - 1] + row.len() as u32);
        }
        let neighbours = rows.concat();
        let weights = vec![1.0; neighbours.len()];
        let tied = Tied {
            offsets: &offsets,
            neighbours: &neighbours,
            weights: &weights,
            communities: None,
        };
        let go_on = Cancel::new();
        let (settings, start) = (Settings::default(), Start::default());
        let mut whole = Layout::new(&tied, &settings, &start, &go_on).unwrap();
        while whole.advance(&go_on).unwrap() {}
        let mut broken = Layout::new(&tied, &settings, &start, &go_on).unwrap();
        let at_once = Cancel::new();
        at_once.set();
        // Before a piece of work, and somewhere within it, wherever that falls.
        for turn in 0u64.. {
            let stop = if turn.is_multiple_of(3) {
                at_once.clone()
            } else {
                let soon = Cancel::new();
                let stop = soon.clone();
                std::thread::spawn(move || {
                    std::thread::sleep(std::time::Duration::from_micros(turn * 37 % 1500));
                    stop.set();
                });
                soon
            };
            let before = broken.places();
            if broken.stage == Stage::Components {
                match broken.advance_components(&stop) {
                    Ok(()) => continue,
                    Err(_) => assert!(before == broken.places(), "what was there is there"),
                }
            }
            if !broken.advance(&go_on).unwrap() {
                break;
            }
        }
        assert!(
            whole.places() == broken.places(),
            "the picture is that of a layout nobody stopped"
        );
    }
}
