//! Where the time of a build goes: `--timings`.
//!
//! Each stage is told when it ends; what passed since the one before is its own. Processor time is that of all
//! threads; the peak is that of the whole run so far.

use std::fmt::Write as _;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::output::{Usage, usage};
use crate::pipeline::Stage;

/// Takes the time of stages.
pub(super) struct Stopwatch {
    begin: Instant,
    laps: Mutex<Vec<Lap>>,
}

/// The end of a stage.
struct Lap {
    stage: Stage,
    bytes: u64,
    /// Since the begin.
    wall: Duration,
    used: Usage,
}

impl Stopwatch {
    /// Starts now. Nothing of what it reads from the clock reaches the output.
    pub(super) fn start() -> Self {
        Self { begin: Instant::now(), laps: Mutex::default() }
    }

    /// A stage has ended.
    pub(super) fn lap(&self, stage: Stage, bytes: u64) {
        let lap = Lap { stage, bytes, wall: self.begin.elapsed(), used: usage() };
        self.laps.lock().unwrap_or_else(PoisonError::into_inner).push(lap);
    }

    /// A line a stage, and one for all.
    pub(super) fn table(&self) -> String {
        let laps = self.laps.lock().unwrap_or_else(PoisonError::into_inner);
        let mut table =
            format!("{:<8} {:>8} {:>8} {:>9} {:>9}", "stage", "wall s", "CPU s", "MB", "peak MiB");
        let (mut wall, mut processor) = (Duration::ZERO, Duration::ZERO);
        for lap in laps.iter() {
            line(&mut table, &lap.stage.to_string(), lap.wall - wall, lap.used.processor - processor, lap);
            (wall, processor) = (lap.wall, lap.used.processor);
        }
        if let Some(last) = laps.last() {
            line(&mut table, "all", last.wall, last.used.processor, &Lap { bytes: 0, ..*last });
        }
        table
    }
}

#[expect(clippy::cast_precision_loss, reason = "a byte more or less does not show in megabytes")]
fn line(table: &mut String, name: &str, wall: Duration, processor: Duration, lap: &Lap) {
    let bytes = match lap.bytes {
        0 => String::new(),
        bytes => format!("{:.2}", bytes as f64 / 1e6),
    };
    let peak = lap.used.peak.map_or(String::new(), |peak| (peak / (1 << 20)).to_string());
    let (wall, processor) = (wall.as_secs_f64(), processor.as_secs_f64());
    // A text takes whatever is written to it.
    let _never_fails = write!(table, "\n{name:<8} {wall:>8.3} {processor:>8.3} {bytes:>9} {peak:>9}");
}
