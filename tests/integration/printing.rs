//! A real printing system on this computer alone: cupsd in a folder of its own, with a printer that prints to a file.
//! Skipped, with a word, where CUPS isn't installed.

use samverkan::app::effect::CopyWish;
use samverkan::runtime::printing::{JobState, PrintError, Printing};
use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};
use tempfile::TempDir;

const CUPSD: &str = "/usr/sbin/cupsd";
const MODEL: &str = "lsb/usr/cupsfilters/Generic-PDF_Printer-PDF.ppd";

/// A printing system, ended when this is dropped.
struct Cups {
    folder: TempDir,
    server: String,
    child: Child,
}

impl Drop for Cups {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Cups {
    /// Starts one with a printer called `Virtuell`; nothing where it can't be done here.
    fn start() -> Option<Self> {
        if !Path::new(CUPSD).exists() {
            return None;
        }
        let folder = tempfile::Builder::new().prefix("samverkan-cups").tempdir().unwrap();
        let path = folder.path().to_owned();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o777)).unwrap();
        for name in ["root", "req", "state", "cache", "tmp", "log", "out"] {
            fs::create_dir(path.join(name)).unwrap();
            fs::set_permissions(path.join(name), fs::Permissions::from_mode(0o777)).unwrap();
        }
        let at = path.display();
        fs::write(
            path.join("cups-files.conf"),
            format!(
                "ServerRoot {at}/root\nRequestRoot {at}/req\nStateDir {at}/state\nCacheDir {at}/cache\n\
                 TempDir {at}/tmp\nAccessLog {at}/log/access\nErrorLog {at}/log/error\nPageLog {at}/log/page\n\
                 FileDevice Yes\nSystemGroup root\nSandboxing relaxed\n"
            ),
        )
        .unwrap();
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let all = "Order allow,deny\nAllow all\n";
        fs::write(
            path.join("cupsd.conf"),
            format!(
                "Listen 127.0.0.1:{port}\nDefaultAuthType None\nWebInterface No\nBrowsing No\nDirtyCleanInterval 0\n\
                 <Location />\n{all}</Location>\n<Location /admin>\n{all}</Location>\n\
                 <Policy default>\nJobPrivateAccess all\nJobPrivateValues none\nSubscriptionPrivateAccess all\n\
                 SubscriptionPrivateValues none\n<Limit All>\n{all}</Limit>\n</Policy>\n"
            ),
        )
        .unwrap();
        let child = Command::new(CUPSD)
            .arg("-f")
            .arg("-c")
            .arg(path.join("cupsd.conf"))
            .arg("-s")
            .arg(path.join("cups-files.conf"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .ok()?;
        let cups = Self { folder, server: format!("127.0.0.1:{port}"), child };
        let out = cups.folder.path().join("out/papper");
        fs::write(&out, "").unwrap();
        fs::set_permissions(&out, fs::Permissions::from_mode(0o666)).unwrap();
        let device = format!("file:{}", out.display());
        let started = Instant::now();
        while started.elapsed() < Duration::from_secs(20) {
            let made = cups.run("lpadmin", &["-p", "Virtuell", "-E", "-v", &device, "-m", MODEL]);
            if made.is_some() {
                return Some(cups);
            }
            sleep(Duration::from_millis(100));
        }
        None
    }

    /// What a CUPS command says; nothing when it fails.
    fn run(&self, program: &str, arguments: &[&str]) -> Option<String> {
        let output = Command::new(program)
            .args(arguments)
            .env("CUPS_SERVER", &self.server)
            .env("LC_ALL", "C.UTF-8")
            .output()
            .ok()?;
        output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
    }

    fn paper(&self) -> Vec<u8> {
        fs::read(self.folder.path().join("out/papper")).unwrap()
    }
}

#[test]
fn a_document_goes_through_a_real_printing_system() {
    let Some(cups) = Cups::start() else {
        return eprintln!("hoppas över: CUPS (cupsd, lpadmin) går inte att starta på den här datorn");
    };
    let printing = Printing::at(&cups.server);
    let printers = printing.printers().unwrap();
    assert_eq!(printers.iter().map(|printer| printer.name.as_str()).collect::<Vec<_>>(), ["Virtuell"]);
    assert!(printers[0].ready);

    let wish = CopyWish { printer: None, copies: 2, duplex: true };
    let text = "Protokoll: Åtgärd för Blå; $(touch /tmp/x) `id` --help\n".repeat(40);
    let printer = printing.find(wish.printer.as_deref()).unwrap();
    let job = printing.print(text.as_bytes(), &printer, &wish).unwrap();
    let started = Instant::now();
    while printing.state(&job).unwrap() != JobState::Done {
        assert!(started.elapsed() < Duration::from_secs(30), "the job doesn't end");
        sleep(Duration::from_millis(50));
    }
    let came_out = cups.paper().windows(4).any(|window| window == b"%PDF");
    assert!(came_out, "the printer got something in its own language");

    // What the queue keeps, where anybody may read it.
    let control: Vec<String> = fs::read_dir(cups.folder.path().join("req"))
        .unwrap()
        .flatten()
        .filter(|file| file.file_name().to_string_lossy().starts_with('c'))
        .map(|file| String::from_utf8_lossy(&fs::read(file.path()).unwrap()).into_owned())
        .collect();
    let control = control.join("\n");
    assert!(control.contains("Dokument") && control.contains("two-sided-long-edge"), "{control:?}");
    for kept in ["Protokoll", "Blå", "samverkan"] {
        assert!(!control.contains(kept), "{kept} in the queue: {control:?}");
    }

    let refused = printing.find(Some("-o raw")).unwrap_err();
    assert!(matches!(refused, PrintError::Unknown { .. }), "{refused}");
    assert!(refused.to_string().contains("Virtuell"), "{refused}");

    cups.run("cupsdisable", &["Virtuell"])
        .or_else(|| cups.run("/usr/sbin/cupsdisable", &["Virtuell"]))
        .unwrap();
    assert!(!printing.printers().unwrap()[0].ready);
    let waiting = printing.print(b"text\n", &printer, &CopyWish::default()).unwrap();
    assert_eq!(printing.state(&waiting).unwrap(), JobState::Waiting);
}
