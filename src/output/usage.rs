//! What this run has taken so far, as the system tells.

use std::time::Duration;

/// Processor time and memory.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Usage {
    /// Of all threads, in user and system mode; zero where the system does not tell.
    pub processor: Duration,
    /// The most memory that was resident at once, in bytes; `None` where the system does not tell.
    pub peak: Option<u64>,
}

/// Asks the system.
#[must_use]
pub fn usage() -> Usage {
    Usage { processor: processor(), peak: peak() }
}

#[cfg(unix)]
fn processor() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    Duration::try_from(time).unwrap_or_default()
}

#[cfg(not(unix))]
fn processor() -> Duration {
    Duration::ZERO
}

/// Linux tells it in `VmHWM`, in units of 1024 bytes.
fn peak() -> Option<u64> {
    let status = fs_err::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().strip_suffix(" kB")?.parse::<u64>().ok()? * 1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(target_os = "linux")]
    fn linux_tells_both_and_they_only_grow() {
        let before = usage();
        let filled = std::hint::black_box(vec![1_u8; 1 << 24]);
        let after = usage();
        assert!(before.peak.is_some() && after.peak >= before.peak);
        assert!(after.processor >= before.processor && after.processor > Duration::ZERO);
        assert_eq!(filled.len(), 1 << 24);
    }
}
