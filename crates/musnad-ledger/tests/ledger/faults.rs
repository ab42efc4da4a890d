//! Disks that are full, files that cannot be written, damaged pages, several writers: clear errors, and nothing lost.

use std::fs;
use std::io::{Read as _, Seek as _, SeekFrom, Write as _};
use std::os::unix::fs::PermissionsExt as _;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use musnad_ledger::{ArticleFilter, ClaimFilter, Error, Options, Page, open};

use crate::{Place, add, invent, on_both};

#[test]
fn a_full_disk_is_told_and_nothing_is_lost() {
    let place = Place::file();
    let options = Options { most_bytes: Some(1 << 20), ..Options::default() };
    let ledger = open(&place.url, &options).unwrap();
    let mut added = 0;
    let error = loop {
        match add(&*ledger, &invent::article(added), 0) {
            Ok(_) => added += 1,
            Err(error) => break error,
        }
    };
    assert!(matches!(error, Error::Full), "{error:?}");
    assert!(added > 10);
    assert_eq!(ledger.counts().unwrap().articles as u64, added);
    assert_eq!(ledger.verify(None).unwrap().faults, vec![]);
    drop(ledger);
    // With more room it goes on.
    let ledger = place.open();
    assert!(add(&*ledger, &invent::article(added), 0).unwrap().new_article);
}

#[test]
fn a_file_that_cannot_be_written_is_read() {
    let place = Place::file();
    let head = {
        let ledger = place.open();
        add(&*ledger, &invent::article(1), 0).unwrap();
        ledger.head().unwrap()
    };
    // Root may write anywhere, so another user tries: the example that adds, and says which error it gets.
    let path = place.folder.path().to_owned();
    fs::set_permissions(path.join("ledger.db"), fs::Permissions::from_mode(0o444)).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o555)).unwrap();
    let mut command = std::process::Command::new(crate::crash::example());
    let root = std::os::unix::fs::MetadataExt::uid(&fs::metadata("/proc/self").unwrap()) == 0;
    if root {
        // 65534 is nobody. The folders above the program must let it through.
        std::os::unix::process::CommandExt::uid(&mut command, 65_534);
    }
    let out = command.args([&place.url, "2", "3"]).current_dir("/").output().unwrap();
    let said = String::from_utf8_lossy(&out.stderr).into_owned();
    assert!(!out.status.success() && said.contains("ReadOnly"), "{said}");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    assert_eq!(place.open().head().unwrap(), head);
}

#[test]
fn other_files_are_not_taken_for_ledgers() {
    let place = Place::file();
    fs::write(&place.url, "هذا نص وليس قاعدة بيانات. ".repeat(100)).unwrap();
    assert!(matches!(open(&place.url, &Options::default()), Err(Error::NotALedger(_))));
    fs::remove_file(&place.url).unwrap();
    let other = rusqlite::Connection::open(&place.url).unwrap();
    other.execute_batch("CREATE TABLE recipe (dish TEXT)").unwrap();
    assert!(matches!(open(&place.url, &Options::default()), Err(Error::NotALedger(_))));
    let nowhere = place.folder.path().join("no/such/folder/x.db").display().to_string();
    assert!(matches!(open(&nowhere, &Options::default()), Err(Error::Unreachable(_))));

    let newer = Place::file();
    drop(newer.open());
    rusqlite::Connection::open(&newer.url).unwrap().pragma_update(None, "user_version", 99).unwrap();
    assert!(matches!(open(&newer.url, &Options::default()), Err(Error::Newer { found: 99, .. })));

    if let Some(server) = Place::server() {
        let mut client = postgres::Client::connect(&server.url, postgres::NoTls).unwrap();
        client.batch_execute("CREATE TABLE recipe (dish TEXT)").unwrap();
        assert!(matches!(open(&server.url, &Options::default()), Err(Error::NotALedger(_))));
        let none = server.url.replace("/ledger", "/nothing");
        assert!(matches!(open(&none, &Options::default()), Err(Error::Unreachable(_))));
    }
    let nowhere = open("postgresql://%2Fno%2Fsuch/x?user=a", &Options::default());
    assert!(matches!(nowhere, Err(Error::Unreachable(_) | Error::NoPostgres)));
}

#[test]
fn a_damaged_page_is_told() {
    let place = Place::file();
    {
        let ledger = place.open();
        for n in 0..60 {
            add(&*ledger, &invent::article(n), 0).unwrap();
        }
    }
    let size = fs::metadata(&place.url).unwrap().len();
    let mut told = 0;
    for page in (2..size / 4096).step_by(7) {
        let mut file = fs::OpenOptions::new().read(true).write(true).open(&place.url).unwrap();
        let mut before = [0; 4096];
        file.seek(SeekFrom::Start(page * 4096)).unwrap();
        file.read_exact(&mut before).unwrap();
        file.seek(SeekFrom::Start(page * 4096)).unwrap();
        file.write_all(&before.map(|byte| byte ^ 0x55)).unwrap();
        let found = open(&place.url, &Options::default()).and_then(|ledger| ledger.verify(None));
        match found {
            Ok(verified) => assert!(!verified.passed(), "page {page} was changed and nothing found"),
            Err(Error::Corrupt(_) | Error::NotALedger(_)) => {}
            Err(other) => panic!("page {page}: {other:?}"),
        }
        told += 1;
        file.seek(SeekFrom::Start(page * 4096)).unwrap();
        file.write_all(&before).unwrap();
    }
    assert!(told > 10);
    assert_eq!(place.open().verify(None).unwrap().faults, vec![]);
}

#[test]
fn two_writers_and_many_readers_at_once() {
    on_both(|place| {
        // Two handles, as two programs have them.
        let ledgers = [place.open(), place.open()];
        let done = AtomicBool::new(false);
        let questions = AtomicUsize::new(0);
        std::thread::scope(|scope| {
            let writers: Vec<_> = (0..4u64)
                .map(|n| {
                    let ledger = &ledgers[n as usize % 2];
                    scope.spawn(move || {
                        // Each pair adds the same articles, so that they meet.
                        for article in 0..40 {
                            add(&**ledger, &invent::article(n % 2 * 1_000 + article), 0).unwrap();
                        }
                    })
                })
                .collect();
            for n in 0..12 {
                let (ledger, done, questions) = (&ledgers[n % 2], &done, &questions);
                scope.spawn(move || {
                    while !done.load(Ordering::Relaxed) {
                        // One moment: no article is seen without its claims.
                        let stories = ledger.articles(&ArticleFilter::default(), Page { skip: 0, limit: 3 }).unwrap();
                        for story in stories {
                            let filter = ClaimFilter { article: Some(story.id), ..ClaimFilter::default() };
                            assert!(!ledger.claims(&filter, Page::default()).unwrap().is_empty());
                        }
                        questions.fetch_add(1, Ordering::Relaxed);
                    }
                });
            }
            for writer in writers {
                writer.join().unwrap();
            }
            done.store(true, Ordering::Relaxed);
        });
        assert!(questions.load(Ordering::Relaxed) > 10);
        assert_eq!(ledgers[0].counts().unwrap().articles, 80);
        assert_eq!(ledgers[1].verify(None).unwrap().faults, vec![]);
    });
}

#[test]
fn a_writer_that_waits_too_long_says_so() {
    let impatient = Options { patience: Duration::from_millis(80), ..Options::default() };
    let file = Place::file();
    drop(file.open());
    let busy = rusqlite::Connection::open(&file.url).unwrap();
    busy.execute_batch("BEGIN IMMEDIATE").unwrap();
    let ledger = open(&file.url, &impatient).unwrap();
    assert!(matches!(add(&*ledger, &invent::article(1), 0), Err(Error::Busy)));
    assert_eq!(ledger.counts().unwrap().articles, 0, "readers do not wait");
    busy.execute_batch("ROLLBACK").unwrap();
    add(&*ledger, &invent::article(1), 0).unwrap();

    let Some(server) = Place::server() else { return };
    let ledger = open(&server.url, &impatient).unwrap();
    let mut busy = postgres::Client::connect(&server.url, postgres::NoTls).unwrap();
    busy.batch_execute("BEGIN; SELECT pg_advisory_xact_lock(120351215214948)").unwrap();
    assert!(matches!(add(&*ledger, &invent::article(1), 0), Err(Error::Busy)));
    busy.batch_execute("ROLLBACK").unwrap();
    add(&*ledger, &invent::article(1), 0).unwrap();
    // A connection that was cut is opened again.
    busy.batch_execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = current_database()").unwrap();
    let again = (0..3).map(|_| add(&*ledger, &invent::article(2), 0)).find_map(Result::ok);
    assert!(again.is_some());
    assert_eq!((0..3).map(|_| ledger.counts()).find_map(Result::ok).unwrap().articles, 2);
}
