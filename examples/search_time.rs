#![allow(missing_docs, clippy::unwrap_used, clippy::print_stdout)]
use std::time::Instant;
use variorum::{
    config,
    input::SiteFolder,
    pipeline::{self, Cache, Drafts, Options},
};
fn main() {
    let dir = std::env::args().nth(1).unwrap();
    let out = std::env::args().nth(2).unwrap();
    let folder = SiteFolder::open(&SiteFolder::find(camino::Utf8Path::new(&dir)).unwrap()).unwrap();
    let config = config::decode(&folder.files, folder.site_toml, &mut Vec::new());
    let inputs = folder.read(&config.theme).unwrap();
    let options =
        Options { drafts: Drafts::Hidden, now: "2026-01-01T00:00:00Z".parse().unwrap(), base_url: None };
    let loaded = pipeline::load(&inputs, &config, &options, &mut Cache::default());
    for _ in 0..2 {
        let c = cpu();
        let t = Instant::now();
        let m = variorum::export::Material {
            site: &loaded.site,
            method: &loaded.method,
            config: &loaded.config,
            plan: &loaded.plan,
            corrections: "",
        };
        let files = variorum::export::search::files(m);
        println!(
            "cpu {} ms, {:?} {} files {} bytes",
            (cpu() - c) / 1000000,
            t.elapsed(),
            files.len(),
            files.values().map(Vec::len).sum::<usize>()
        );
    }
    let c = all();
    println!("load+index cpu {} ms", c);
    let staging = variorum::output::Staging::begin(
        camino::Utf8Path::new(&format!("{out}-site")),
        camino::Utf8Path::new(&dir),
        &[],
    )
    .unwrap();
    pipeline::build(&loaded, &inputs, &staging, &std::sync::atomic::AtomicUsize::new(0)).unwrap();
    println!("build with index, cpu {} ms", all() - c);
    let files = pipeline::index(&loaded);
    for (path, bytes) in files {
        let p = format!("{out}/{}", path.as_str());
        std::fs::create_dir_all(std::path::Path::new(&p).parent().unwrap()).unwrap();
        std::fs::write(p, bytes).unwrap();
    }
}

fn cpu() -> u64 {
    std::fs::read_to_string("/proc/thread-self/schedstat")
        .unwrap()
        .split(' ')
        .next()
        .unwrap()
        .parse()
        .unwrap()
}

fn all() -> u64 {
    let s = std::fs::read_to_string("/proc/self/stat").unwrap();
    let f: Vec<&str> = s.split(' ').collect();
    (f[13].parse::<u64>().unwrap() + f[14].parse::<u64>().unwrap()) * 10
}
