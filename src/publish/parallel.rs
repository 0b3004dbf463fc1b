//! Does one thing to many items on a few threads; the first fault ends it.

use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::Fault;

/// Requests under way at once: enough to fill a slow line, few enough for a small server.
const AT_ONCE: usize = 8;

/// How far it came.
#[derive(Debug, Default)]
pub(super) struct Done {
    /// The places of the items that are done, in order.
    pub(super) places: Vec<usize>,
    /// Why the others are not.
    pub(super) fault: Option<Fault>,
}

/// Begins nothing new after a fault, or once `stop` is other than zero.
pub(super) fn each<T: Sync>(
    items: &[T],
    stop: &AtomicUsize,
    act: impl Fn(&T) -> Result<(), Fault> + Sync,
) -> Done {
    let next = AtomicUsize::new(0);
    let done = Mutex::new(Done::default());
    let finish = |place: usize, result: Result<(), Fault>| {
        let mut done = done.lock().unwrap_or_else(PoisonError::into_inner);
        match result {
            Ok(()) => done.places.push(place),
            Err(fault) => {
                next.store(items.len(), Ordering::Relaxed);
                done.fault.get_or_insert(fault);
            }
        }
    };
    let work = || {
        loop {
            let place = next.fetch_add(1, Ordering::Relaxed);
            let Some(item) = items.get(place) else { return };
            let stopped = stop.load(Ordering::Relaxed) != 0;
            finish(place, if stopped { Err(Fault::Stopped) } else { act(item) });
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..AT_ONCE.min(items.len()) {
            scope.spawn(work);
        }
    });
    let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    done.places.sort_unstable();
    done
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_is_done_unless_something_fails() {
        let items: Vec<usize> = (0..100).collect();
        let go_on = AtomicUsize::new(0);
        assert_eq!(each(&items, &go_on, |_| Ok(())).places, items);
        let broken =
            each(&items, &go_on, |item| if *item == 50 { Err(Fault::Remote("x".into())) } else { Ok(()) });
        assert!(matches!(broken.fault, Some(Fault::Remote(_))) && broken.places.len() < 100);
        let stopped = each(&items, &AtomicUsize::new(2), |_| Ok(()));
        assert!(matches!(stopped.fault, Some(Fault::Stopped)) && stopped.places.is_empty());
    }
}
