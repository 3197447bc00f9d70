//! Archives that were made to mislead: each is refused whole, with a reason.

use std::io::Write;

use engine::{SetOptions, ingest, pack, read_bundle};
use flate2::Compression;
use flate2::write::GzEncoder;
use tar::{EntryType, Header};

/// A tar built byte by byte, so that it can be wrong.
#[derive(Default, Clone)]
struct Tar(Vec<u8>);

impl Tar {
    fn entry(self, kind: EntryType, name: &[u8], content: &[u8]) -> Self {
        self.entry_with(kind, name, content, |_| {})
    }

    fn entry_with(
        mut self,
        kind: EntryType,
        name: &[u8],
        content: &[u8],
        change: impl Fn(&mut Header),
    ) -> Self {
        let mut header = Header::new_gnu();
        header.as_old_mut().name[..name.len()].copy_from_slice(name);
        header.set_entry_type(kind);
        header.set_size(content.len() as u64);
        header.set_mode(0o644);
        change(&mut header);
        header.set_cksum();
        self.0.extend_from_slice(header.as_bytes());
        self.0.extend_from_slice(content);
        self.0.resize(self.0.len().next_multiple_of(512), 0);
        self
    }

    fn file(self, name: &str, content: &str) -> Self {
        self.entry(EntryType::Regular, name.as_bytes(), content.as_bytes())
    }

    fn link(self, kind: EntryType, name: &str, target: &str) -> Self {
        self.entry_with(kind, name.as_bytes(), b"", |header| {
            header.as_old_mut().linkname[..target.len()].copy_from_slice(target.as_bytes());
        })
    }

    fn pax(self, key: &str, value: &str) -> Self {
        let body = format!(" {key}={value}\n");
        let mut length = body.len() + 1;
        while length.to_string().len() + body.len() != length {
            length += 1;
        }
        let record = format!("{length}{body}");
        self.entry(EntryType::XHeader, b"pax", record.as_bytes())
    }

    fn end(mut self) -> Vec<u8> {
        self.0.resize(self.0.len() + 1024, 0);
        self.0
    }

    fn gz(self) -> Vec<u8> {
        gz(&self.end())
    }
}

fn gz(content: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(content).unwrap();
    encoder.finish().unwrap()
}

fn refused(bundle: &[u8]) -> String {
    let problems = read_bundle(bundle).expect_err("accepted");
    assert!(problems.iter().all(domain::Problem::is_error));
    problems
        .iter()
        .map(|problem| problem.message.clone())
        .collect::<Vec<_>>()
        .join("\n")
}

#[test]
fn a_plain_archive_is_read() {
    let long = format!("{}/deny.rego", "folder".repeat(20));
    let bundle = Tar::default()
        .entry(
            EntryType::XGlobalHeader,
            b"pax_global_header",
            b"14 comment=ab\n",
        )
        .entry(EntryType::Directory, b"./", b"")
        .entry(EntryType::Directory, b"./a/", b"")
        .file("./a/deny.rego", "package a")
        .entry(
            EntryType::GNULongName,
            b"././@LongLink",
            format!("{long}\0").as_bytes(),
        )
        .file("folder", "package b")
        .pax("path", "c/deny.rego")
        .file("x", "package c")
        .gz();
    let files = read_bundle(&bundle).unwrap().files;
    let names: Vec<_> = files.keys().map(String::as_str).collect();
    assert_eq!(names, ["a/deny.rego", "c/deny.rego", long.as_str()]);
    assert_eq!(files["c/deny.rego"], b"package c");
}

#[test]
fn packing_is_deterministic_and_reads_back() {
    let files: Vec<(String, Vec<u8>)> = vec![
        ("b.rego".into(), b"package b".to_vec()),
        (format!("{}/a.rego", "x".repeat(120)), vec![7; 70_000]),
        ("a.rego".into(), Vec::new()),
    ];
    let packed = pack(files.clone());
    assert_eq!(packed, pack(files.iter().rev().cloned()));
    assert_eq!(
        read_bundle(&packed).unwrap().files,
        files.into_iter().collect()
    );
}

#[test]
fn what_is_not_a_gzipped_tar_is_refused() {
    let whole = Tar::default()
        .file("a.rego", &"package a\n".repeat(300))
        .gz();
    let twice = [whole.clone(), whole.clone()].concat();
    let trailing = [whole.clone(), b"x".to_vec()].concat();
    let mut damaged = whole.clone();
    let middle = damaged.len() / 2;
    damaged[middle] ^= 0xff;
    for (bundle, reason) in [
        (Vec::new(), "empty"),
        (b"hello".to_vec(), "not gzip"),
        (b"PK\x03\x04".to_vec(), "not gzip"),
        (vec![0x1f, 0x8b], "damaged or cut off"),
        (whole[..whole.len() - 4].to_vec(), "damaged or cut off"),
        (whole[..20].to_vec(), "damaged or cut off"),
        (damaged, "damaged or cut off"),
        (twice, "one gzip member"),
        (trailing, "one gzip member"),
        (gz(b"hello"), "not a tar"),
        (gz(&[b'a'; 4096]), "not a tar"),
        (gz(b""), "holds no files"),
        (Tar::default().gz(), "holds no files"),
        (vec![0; 17 << 20], "at most"),
    ] {
        let message = refused(&bundle);
        assert!(message.contains(reason), "{reason}: {message}");
    }
}

#[test]
fn bombs_stop_early() {
    for (content, reason) in [
        (vec![0; 8 << 20], "100 times"),
        (vec![0; 80 << 20], "100 times"),
        // Nested: what is inside stays a file like any other, and is not unpacked.
    ] {
        let message = refused(&gz(&content));
        assert!(message.contains(reason), "{message}");
    }
    // Up to a mebibyte, repetition is not a bomb.
    let repetitive = Tar::default().file("a.rego", &"#".repeat(900 << 10)).gz();
    assert!(read_bundle(&repetitive).is_ok());
    // Noise enough to stay under the ratio, and still too much.
    let mut block = vec![0u8; 4 << 20];
    let mut state = 1u32;
    for byte in block.iter_mut().step_by(32) {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        *byte = state.to_be_bytes()[0];
    }
    let mut bundle = Tar::default();
    for index in 0..17 {
        bundle = bundle.entry(EntryType::Regular, format!("f{index}").as_bytes(), &block);
    }
    assert!(refused(&bundle.gz()).contains("unpacks to more than 67108864 bytes"));
}

#[test]
fn links_devices_and_other_kinds_are_refused() {
    let kinds = [
        (EntryType::Symlink, "symbolic link"),
        (EntryType::Link, "hard link"),
        (EntryType::Char, "device"),
        (EntryType::Block, "device"),
        (EntryType::Fifo, "pipe"),
        (EntryType::GNUSparse, "sparse"),
        (EntryType::GNULongLink, "link with a long name"),
        (EntryType::Continuous, "unknown type"),
        (EntryType::new(b'V'), "unknown type"),
        (EntryType::new(b'M'), "unknown type"),
        (EntryType::new(b'9'), "unknown type"),
    ];
    for (kind, reason) in kinds {
        for target in ["a.rego", "/etc/passwd", "../../x"] {
            let bundle = Tar::default()
                .file("a.rego", "package a")
                .link(kind, "b.rego", target);
            let message = refused(&bundle.gz());
            assert!(message.contains(reason), "{kind:?}: {message}");
        }
    }
}

#[test]
fn paths_that_leave_or_disguise_are_refused() {
    let long = "d/".repeat(40) + "x";
    for path in [
        "../a.rego",
        "a/../../b",
        "/etc/passwd",
        "//a",
        "a//b",
        "a/./b",
        "..",
        "a/..",
        "a\\b.rego",
        "..\\a",
        "C:\\a",
        "c:a",
        "a b.rego",
        "a\tb",
        "a\nb",
        "a\u{7f}b",
        "ä.rego",
        "a\u{200b}.rego",
        "e\u{301}.rego",
        "\u{202e}oger.a",
        "~/a",
        "a*",
        "a?",
        "$HOME",
        "`x`",
        "a;b",
        "a|b",
        "a:b",
        long.as_str(),
    ] {
        let plain = Tar::default()
            .entry(EntryType::Regular, path.as_bytes(), b"x")
            .gz();
        assert!(read_bundle(&plain).is_err(), "{path:?}");
        let pax = Tar::default().pax("path", path).file("a.rego", "x").gz();
        assert!(read_bundle(&pax).is_err(), "{path:?} by PAX");
        let gnu = Tar::default()
            .entry(
                EntryType::GNULongName,
                b"././@LongLink",
                format!("{path}\0").as_bytes(),
            )
            .file("a.rego", "x")
            .gz();
        assert!(read_bundle(&gnu).is_err(), "{path:?} by GNU name");
        let folder = Tar::default()
            .entry(EntryType::Directory, path.as_bytes(), b"")
            .gz();
        assert!(read_bundle(&folder).is_err(), "{path:?} as a folder");
    }
    let raw = Tar::default()
        .entry(EntryType::Regular, b"\xff\xfe.rego", b"x")
        .gz();
    assert!(refused(&raw).contains("UTF-8"));
    let nul = Tar::default().pax("path", "a\0b").file("a.rego", "x").gz();
    assert!(read_bundle(&nul).is_err());
}

#[test]
fn two_files_that_could_be_one_are_refused() {
    for (first, second, reason) in [
        ("a.rego", "a.rego", "twice"),
        ("a.rego", "./a.rego", "twice"),
        ("A.rego", "a.rego", "differ in case"),
        ("Lib/x.rego", "lib/x.rego", "differ in case"),
        ("a", "a/b.rego", "both a file and a folder"),
    ] {
        let message = refused(&Tar::default().file(first, "1").file(second, "2").gz());
        assert!(message.contains(reason), "{message}");
    }
}

#[test]
fn headers_that_contradict_each_other_are_refused() {
    let sizes = Tar::default().pax("size", "1").file("a.rego", "package a");
    assert!(refused(&sizes.gz()).contains("one size"));
    let names = Tar::default()
        .pax("path", "a.rego")
        .entry(EntryType::GNULongName, b"x", b"b.rego\0")
        .file("c.rego", "x");
    assert!(refused(&names.gz()).contains("two long names"));
    let twice = Tar::default()
        .pax("path", "a.rego")
        .pax("path", "b.rego")
        .file("c.rego", "x");
    assert!(refused(&twice.gz()).contains("two PAX headers"));
    let dangling = Tar::default().file("a.rego", "x").pax("path", "b.rego");
    assert!(refused(&dangling.gz()).contains("without its file"));
    let global = Tar::default()
        .entry(EntryType::XGlobalHeader, b"g", b"9 path=a\n")
        .file("b", "x");
    assert!(refused(&global.gz()).contains("global"));
    let sparse = Tar::default()
        .pax("GNU.sparse.size", "9")
        .file("a.rego", "x");
    assert!(refused(&sparse.gz()).contains("sparse"));
    let old_folder = Tar::default().file("a/", "x");
    assert!(refused(&old_folder.gz()).contains("ends in `/`"));
    let full_folder = Tar::default().entry(EntryType::Directory, b"a/", b"x");
    assert!(refused(&full_folder.gz()).contains("folder with content"));
    let sum = {
        let mut tar = Tar::default().file("a.rego", "x").end();
        tar[0] = b'b';
        gz(&tar)
    };
    assert!(refused(&sum).contains("not a tar"));
}

#[test]
fn cut_off_or_continued_tars_are_refused() {
    let whole = Tar::default()
        .file("a.rego", "package a")
        .file("b.rego", "package b")
        .end();
    assert!(refused(&gz(&whole[..whole.len() - 1024 - 512])).contains("cut off"));
    assert!(refused(&gz(&whole[..700])).contains("cut off"));
    let hidden = [
        whole.clone(),
        Tar::default().file("c.rego", "package c").end(),
    ]
    .concat();
    assert!(refused(&gz(&hidden)).contains("behind its end mark"));
    let huge = Tar::default().entry_with(EntryType::Regular, b"a", b"", |header| {
        header.set_size(u64::MAX / 2);
    });
    assert!(refused(&huge.gz()).contains("cut off"));
}

#[test]
fn counts_and_sizes_are_capped() {
    let mut many = Tar::default();
    for index in 0..5_001 {
        many = many.file(&format!("f{index}"), "");
    }
    // So many empty headers are repetitive; noise keeps the ratio down.
    assert!(read_bundle(&many.gz()).is_err());
    let big = Tar::default().file("a.rego", "x").entry(
        EntryType::Regular,
        b"b.bin",
        &(0..(5u32 << 20))
            .map(|at| (at.wrapping_mul(2_654_435_761) >> 24) as u8)
            .collect::<Vec<_>>(),
    );
    assert!(refused(&big.gz()).contains("`b.bin` is 5242880 bytes"));
}

#[test]
fn every_problem_is_reported_at_once() {
    let bundle = Tar::default()
        .file("../a", "x")
        .link(EntryType::Symlink, "b", "c")
        .file("d", "1")
        .file("d", "2");
    assert_eq!(refused(&bundle.gz()).lines().count(), 3);
    let mut many = Tar::default();
    for index in 0..150 {
        many = many.file(&format!("bad {index}"), "x");
    }
    let problems = read_bundle(&many.gz()).unwrap_err();
    assert_eq!(problems.len(), 101);
    assert!(problems[100].message.contains("50 more"));
}

#[test]
fn every_problem_is_told_at_once_with_its_file() {
    let manifest =
        "policy \"fine\" {\n  query = \"data.fine.deny\"\n  enforcement_level = \"sometimes\"\n}\n";
    let bundle = Tar::default()
        .file("policies.hcl", manifest)
        .file(
            "fine.rego",
            "package fine\n\nimport rego.v1\n\ndeny contains 1 if data.linked.x\n",
        )
        .file("broken.rego", "package broken\n\ndeny {{{\n")
        .link(EntryType::Symlink, "linked.rego", "/etc/passwd")
        .file("../outside.rego", "package outside\n")
        .gz();
    let ingested = ingest(&bundle, SetOptions::default());
    assert!(!ingested.is_ready());
    let files: Vec<&str> = ingested
        .problems
        .iter()
        .filter_map(|problem| problem.file.as_deref())
        .collect();
    for file in [
        "policies.hcl",
        "broken.rego",
        "linked.rego",
        "../outside.rego",
    ] {
        let count = files.iter().filter(|one| **one == file).count();
        assert_eq!(count, 1, "{file}: {:#?}", ingested.problems);
    }
    assert!(!files.contains(&"fine.rego"), "{:#?}", ingested.problems);
    assert!(ingested.policies.is_empty() && ingested.files.is_empty());
    assert!(read_bundle(&bundle).is_err());
}

#[test]
fn a_manifest_that_was_refused_is_not_missing_too() {
    let bundle = Tar::default()
        .link(EntryType::Symlink, "policies.hcl", "elsewhere.hcl")
        .file("fine.rego", "package fine\n")
        .gz();
    let problems = ingest(&bundle, SetOptions::default()).problems;
    assert_eq!(problems.len(), 1, "{problems:#?}");
    assert_eq!(problems[0].file.as_deref(), Some("policies.hcl"));
}
