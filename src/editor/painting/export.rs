//! The painting as a picture in a file, square as a record's cover.
//!
//! The system's dialog asks where; where there is none, the picture goes to the user's pictures,
//! into a folder of its own. It is painted and written on a thread: complete or not at all, and
//! never over another file unless the dialog's user has agreed to that.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread::{Builder, JoinHandle};

use directories::UserDirs;

use super::Painting;
use super::colours::{Colours, Inks};
use super::cover::{Cover, cover};
use super::history::History;
use crate::editor::file_dialog::{Answer, FileDialog};

/// Pixels of a side: what shops ask for a cover.
const SIDE: usize = 3_000;
/// As much of what was played goes into it at most, in seconds.
const MOST_S: f64 = 60.0;
/// The file's name, and its ending.
const NAME: &str = "Bedroom";
const ENDING: &str = "png";
/// What begins a message when nothing was saved.
const NOT_SAVED: &str = "The painting was not saved";

/// What is being asked, painted and written.
#[derive(Default)]
pub struct Export {
    asking: Option<(FileDialog, Sketch)>,
    working: Option<JoinHandle<String>>,
}

/// What will be painted: how it stood when it was asked for.
#[derive(Clone)]
struct Sketch {
    history: Arc<History>,
    inks: Inks,
    columns: usize,
    seconds: f64,
}

/// Where a picture goes.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Place {
    /// To this file, whatever is there: the dialog has asked.
    Agreed(PathBuf),
    /// To a name like this that is still free.
    Free(PathBuf),
}

impl Export {
    /// Begins with the painting as it is now; says why not.
    pub fn begin(&mut self, painting: &Painting) -> Option<String> {
        if self.asking.is_some() || self.working.is_some() {
            return None;
        }
        let Some(sketch) = Sketch::of(painting) else {
            return Some(format!("{NOT_SAVED}: nothing was played yet."));
        };
        let folder = pictures();
        let start = folder.as_deref().and_then(Path::parent);
        let name = format!("{NAME}.{ENDING}");
        match FileDialog::save("Save the painting as", start, &name) {
            Some(dialog) => self.asking = Some((dialog, sketch)),
            None => match folder {
                Some(folder) => self.work(sketch, Place::Free(folder.join(name))),
                None => return Some(format!("{NOT_SAVED}: there is no folder for pictures.")),
            },
        }
        None
    }

    /// What there is to say since the last look; never waits.
    pub fn poll(&mut self) -> Option<String> {
        match self.asking.as_mut().map(|(dialog, _)| dialog.poll()) {
            Some(Answer::Chosen(path)) => {
                let (_, sketch) = self.asking.take()?;
                self.work(sketch, place(Path::new(&path)));
            }
            Some(Answer::Cancelled) => self.asking = None,
            Some(Answer::Open) | None => {}
        }
        let done = self.working.take_if(|thread| thread.is_finished())?;
        let said = done.join();
        Some(said.unwrap_or_else(|_| format!("{NOT_SAVED}: it could not be painted.")))
    }

    /// Paints and writes on a thread.
    fn work(&mut self, sketch: Sketch, place: Place) {
        let work = move || match write(&sketch.paint([SIDE; 2]), &place) {
            Ok(path) => format!(
                "The last {:.0} s are painted in {}",
                sketch.seconds,
                path.display()
            ),
            Err(error) => format!("{NOT_SAVED}: {error}."),
        };
        self.working = Builder::new().name("painting".to_owned()).spawn(work).ok();
    }
}

impl Drop for Export {
    fn drop(&mut self) {
        // A host may unload the plugin's code right after this.
        self.working.take().map(JoinHandle::join);
    }
}

impl Sketch {
    /// The last minute of a painting, or all there is of it.
    fn of(painting: &Painting) -> Option<Self> {
        let columns_per_s = painting.columns_per_s();
        let columns = (painting.history.kept() as f64).min(MOST_S * columns_per_s);
        (columns > 0.0).then(|| Self {
            history: painting.history.clone(),
            inks: *painting.canvas.inks(),
            columns: columns as usize,
            seconds: columns / columns_per_s,
        })
    }

    fn paint(&self, size: [usize; 2]) -> Cover {
        cover(&self.history, self.columns, &Colours::new(&self.inks), size)
    }
}

/// Where pictures go that nobody chose a place for.
fn pictures() -> Option<PathBuf> {
    let user = UserDirs::new()?;
    let folder = user.picture_dir().unwrap_or(user.home_dir());
    Some(folder.join(NAME))
}

/// A chosen path with its ending. One that the dialog has not seen, it has not asked about.
fn place(chosen: &Path) -> Place {
    let ends = |ending: &std::ffi::OsStr| ending.eq_ignore_ascii_case(ENDING);
    if chosen.extension().is_some_and(ends) {
        return Place::Agreed(chosen.to_owned());
    }
    let mut path = chosen.as_os_str().to_owned();
    path.push(format!(".{ENDING}"));
    Place::Free(path.into())
}

/// Writes a picture beside its place, then moves it there; returns where that is.
fn write(cover: &Cover, place: &Place) -> io::Result<PathBuf> {
    let (path, reserved) = match place {
        Place::Agreed(path) => (path.clone(), false),
        Place::Free(path) => (reserve(path)?, true),
    };
    let mut name = std::ffi::OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(format!(".{}.tmp", std::process::id()));
    let temporary = path.with_file_name(name);
    let written = encode(cover, &temporary).and_then(|()| fs::rename(&temporary, &path));
    if let Err(error) = written {
        // Best effort: there is nothing more to say than the first error.
        let _ = fs::remove_file(&temporary);
        if reserved {
            let _ = fs::remove_file(&path);
        }
        return Err(error);
    }
    Ok(path)
}

/// Takes a free name with an empty file: the one that is asked for, or one with a number.
fn reserve(path: &Path) -> io::Result<PathBuf> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let numbered = (2..).map(|number| path.with_file_name(format!("{stem} {number}.{ENDING}")));
    for path in std::iter::once(path.to_owned()).chain(numbered) {
        match OpenOptions::new().write(true).create_new(true).open(&path) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            other => return other.map(|_| path),
        }
    }
    Err(ErrorKind::AlreadyExists.into())
}

fn encode(cover: &Cover, path: &Path) -> io::Result<()> {
    let [width, height] = cover.size.map(|side| side as u32);
    let mut file = BufWriter::new(File::create(path)?);
    let mut encoder = png::Encoder::new(&mut file, width, height);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_source_srgb(png::SrgbRenderingIntent::Perceptual);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(&cover.rgb)?;
    writer.finish()?;
    file.flush()?;
    // Without this, a power cut after the rename can leave an empty file on some systems.
    file.get_ref().sync_all()
}

#[cfg(test)]
mod tests {
    use super::super::history::{Cell, ROWS};
    use super::*;
    use crate::editor::theme;

    /// A folder of its own for each test; gone with it.
    struct Folder(PathBuf);

    impl Folder {
        fn new(name: &str) -> Self {
            let name = format!("bedroom-painting-{}-{name}", std::process::id());
            let path = std::env::temp_dir().join(name);
            fs::create_dir_all(&path).expect("a temporary folder");
            Self(path)
        }

        fn files(&self) -> Vec<String> {
            let files = fs::read_dir(&self.0).expect("it is there").flatten();
            let mut names: Vec<_> = files
                .map(|file| file.file_name().to_string_lossy().into_owned())
                .collect();
            names.sort();
            names
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    fn sketch() -> Sketch {
        let mut history = History::default();
        for column in 0..300_usize {
            history.push(&std::array::from_fn(|row| Cell {
                level: ((column * row / 7) % 256) as u8,
                side: (row as i32 / 3 - ROWS as i32 / 6) as i8,
            }));
        }
        Sketch {
            history: Arc::new(history),
            inks: theme::INKS,
            columns: 300,
            seconds: 5.0,
        }
    }

    fn read(path: &Path) -> Cover {
        let file = std::io::BufReader::new(File::open(path).expect("it was written"));
        let mut reader = png::Decoder::new(file).read_info().expect("a picture");
        let mut rgb = vec![0; reader.output_buffer_size().expect("small")];
        let info = reader.next_frame(&mut rgb).expect("whole");
        Cover {
            size: [info.width as usize, info.height as usize],
            rgb,
        }
    }

    #[test]
    fn a_cover_is_written_whole_and_read_back_the_same() {
        let folder = Folder::new("whole");
        let painted = sketch().paint([SIDE; 2]);
        let place = Place::Free(folder.0.join("new/Bedroom.png"));
        let started = std::time::Instant::now();
        let path = write(&painted, &place).expect("room for it");
        println!("written in {:?}", started.elapsed());
        let again = read(&path);
        assert_eq!(again.size, [3_000, 3_000]);
        assert!(again.rgb == painted.rgb);
    }

    #[test]
    fn nothing_is_overwritten_unless_the_dialog_has_asked() {
        let folder = Folder::new("overwrite");
        let picture = sketch().paint([8, 8]);
        let path = folder.0.join("Bedroom.png");
        fs::write(&path, "mine").expect("room for it");
        for number in 2..4 {
            let written = write(&picture, &Place::Free(path.clone())).expect("room for it");
            assert_eq!(written, folder.0.join(format!("Bedroom {number}.png")));
        }
        assert_eq!(fs::read(&path).expect("it is there"), b"mine");
        write(&picture, &Place::Agreed(path.clone())).expect("room for it");
        assert_eq!(read(&path).size, [8, 8]);
        let names = ["Bedroom 2.png", "Bedroom 3.png", "Bedroom.png"];
        assert_eq!(folder.files(), names);
    }

    #[test]
    fn what_cannot_be_written_is_said_and_leaves_nothing() {
        let folder = Folder::new("refused");
        let beneath_a_file = folder.0.join("file");
        fs::write(&beneath_a_file, "").expect("room for it");
        let mut export = Export::default();
        export.work(sketch(), Place::Agreed(beneath_a_file.join("Bedroom.png")));
        let said = loop {
            if let Some(said) = export.poll() {
                break said;
            }
            std::thread::sleep(std::time::Duration::from_millis(5));
        };
        assert!(said.starts_with(NOT_SAVED), "{said}");
        assert_eq!(folder.files(), ["file"]);
    }

    #[test]
    fn a_name_without_its_ending_gets_it() {
        let agreed = |path: &str| Place::Agreed(path.into());
        assert_eq!(place(Path::new("/a/b.PNG")), agreed("/a/b.PNG"));
        let free = Place::Free("/a/b.c.png".into());
        assert_eq!(place(Path::new("/a/b.c")), free);
    }

    #[test]
    fn before_anything_was_played_there_is_nothing_to_save() {
        let said = Export::default().begin(&Painting::default());
        assert!(said.is_some_and(|said| said.contains("nothing was played")));
    }
}
