//! What fuzzing is begun with, and what it once found, goes through the same functions in every run of the tests.

#![expect(clippy::expect_used, reason = "a test that cannot make its inputs has failed")]

use std::path::Path;

#[path = "fuzz/targets.rs"]
mod targets;

#[test]
fn what_is_kept_passes() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/corpus");
    for (name, target) in targets::TARGETS {
        let entries = fs_err::read_dir(corpus.join(name)).expect("a folder of each target");
        let inputs: Vec<_> = entries.map(|entry| entry.expect("an entry").path()).collect();
        assert!(!inputs.is_empty(), "{name} has nothing to begin with");
        for input in inputs {
            target(&fs_err::read(&input).expect("a file"));
        }
    }
}
