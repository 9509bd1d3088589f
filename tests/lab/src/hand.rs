//! A hand at an editor's window: it clicks, and drops a file that it has dragged there.
//!
//! Dragging is the source's side of XDND, version 5, as a file manager plays it: the window that can
//! take a drop is looked for from the outside in, told of the drag, asked, given the file's address
//! when it wants it, and told of the drop. Source: the freedesktop.org specification "Drag-and-Drop
//! Protocol for the X Window System".

use std::path::Path;
use std::time::{Duration, Instant};

use x11rb::connection::Connection;
use x11rb::protocol::Event;
use x11rb::protocol::xproto::{
    Atom, AtomEnum, BUTTON_PRESS_EVENT, BUTTON_RELEASE_EVENT, ButtonPressEvent,
    CLIENT_MESSAGE_EVENT, ClientMessageEvent, ConnectionExt, CreateWindowAux, EventMask,
    KeyButMask, MOTION_NOTIFY_EVENT, MotionNotifyEvent, PropMode, SELECTION_NOTIFY_EVENT,
    SelectionNotifyEvent, SelectionRequestEvent, WindowClass,
};
use x11rb::wrapper::ConnectionExt as _;
use x11rb::{CURRENT_TIME, NONE};

use crate::screen::{Screen, ScreenError};

/// Between two movements of a hand: longer than a frame on a busy machine.
const MOMENT: Duration = Duration::from_millis(200);
/// What has not answered by then does not answer.
const PATIENCE: Duration = Duration::from_secs(20);
/// Of the protocol.
const VERSION: u32 = 5;

/// How a drop ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dropped {
    /// It was taken.
    Taken,
    /// The window said no, before the drop or after it.
    Refused,
    /// There is no window that takes drops, or it does not answer.
    Unanswered,
}

/// The names that both sides use.
struct Names {
    aware: Atom,
    enter: Atom,
    position: Atom,
    status: Atom,
    drop: Atom,
    finished: Atom,
    selection: Atom,
    copy: Atom,
    addresses: Atom,
}

impl Names {
    fn of(screen: &Screen) -> Result<Self, ScreenError> {
        let atom = |name: &str| -> Result<Atom, ScreenError> {
            let cookie = screen.connection.intern_atom(false, name.as_bytes())?;
            Ok(cookie.reply()?.atom)
        };
        Ok(Self {
            aware: atom("XdndAware")?,
            enter: atom("XdndEnter")?,
            position: atom("XdndPosition")?,
            status: atom("XdndStatus")?,
            drop: atom("XdndDrop")?,
            finished: atom("XdndFinished")?,
            selection: atom("XdndSelection")?,
            copy: atom("XdndActionCopy")?,
            addresses: atom("text/uri-list")?,
        })
    }
}

/// Clicks at a place in pixels within a window in the corner of the screen, or what is embedded in it.
/// `idle` is called over and over meanwhile, as a host's main loop is.
///
/// # Errors
/// When the display does not answer.
pub fn click(
    screen: &Screen,
    window: u32,
    at: [i16; 2],
    mut idle: impl FnMut(),
) -> Result<(), ScreenError> {
    let connection = &screen.connection;
    let mut inner = window;
    while let Some(child) = child(screen, inner, at)? {
        inner = child;
    }
    let [event_x, event_y] = at;
    let (root, none) = (screen.root(), KeyButMask::default());
    let moved = MotionNotifyEvent {
        response_type: MOTION_NOTIFY_EVENT,
        detail: 0u8.into(),
        sequence: 0,
        time: CURRENT_TIME,
        root,
        event: inner,
        child: NONE,
        root_x: event_x,
        root_y: event_y,
        event_x,
        event_y,
        state: none,
        same_screen: true,
    };
    connection.send_event(false, inner, EventMask::POINTER_MOTION, moved)?;
    connection.flush()?;
    wait(MOMENT, &mut idle);
    for (response_type, state) in [
        (BUTTON_PRESS_EVENT, none),
        (BUTTON_RELEASE_EVENT, KeyButMask::BUTTON1),
    ] {
        let button = ButtonPressEvent {
            response_type,
            detail: 1,
            sequence: 0,
            time: CURRENT_TIME,
            root,
            event: inner,
            child: NONE,
            root_x: event_x,
            root_y: event_y,
            event_x,
            event_y,
            state,
            same_screen: true,
        };
        let mask = EventMask::BUTTON_PRESS | EventMask::BUTTON_RELEASE;
        connection.send_event(false, inner, mask, button)?;
        connection.flush()?;
        wait(MOMENT, &mut idle);
    }
    Ok(())
}

/// Drags a file there, and lets go; the rest as in [`click`].
///
/// # Errors
/// When the display does not answer.
pub fn drop_file(
    screen: &Screen,
    window: u32,
    at: [i16; 2],
    path: &Path,
    mut idle: impl FnMut(),
) -> Result<Dropped, ScreenError> {
    let connection = &screen.connection;
    let names = Names::of(screen)?;
    let Some(target) = aware(screen, window, at, names.aware)? else {
        return Ok(Dropped::Unanswered);
    };
    let source = connection.generate_id()?;
    let values = CreateWindowAux::new();
    connection.create_window(
        x11rb::COPY_DEPTH_FROM_PARENT,
        source,
        screen.root(),
        0,
        0,
        1,
        1,
        0,
        WindowClass::INPUT_ONLY,
        x11rb::COPY_FROM_PARENT,
        &values,
    )?;
    connection.set_selection_owner(source, names.selection, CURRENT_TIME)?;
    let tell = |kind: Atom, rest: [u32; 4]| -> Result<(), ScreenError> {
        let [a, b, c, d] = rest;
        let message = ClientMessageEvent {
            response_type: CLIENT_MESSAGE_EVENT,
            format: 32,
            sequence: 0,
            window: target,
            type_: kind,
            data: [source, a, b, c, d].into(),
        };
        connection.send_event(false, target, EventMask::NO_EVENT, message)?;
        connection.flush()?;
        Ok(())
    };
    let address = address(path);
    let mut answer = |kind: Atom| -> Result<Option<bool>, ScreenError> {
        let end = Instant::now() + PATIENCE;
        while Instant::now() < end {
            match connection.poll_for_event()? {
                Some(Event::SelectionRequest(asked)) => give(screen, &asked, &names, &address)?,
                Some(Event::ClientMessage(message)) if message.type_ == kind => {
                    return Ok(Some(message.data.as_data32()[1] & 1 == 1));
                }
                Some(_) => {}
                None => wait(Duration::from_millis(5), &mut idle),
            }
        }
        Ok(None)
    };

    tell(names.enter, [VERSION << 24, names.addresses, NONE, NONE])?;
    let place = u32::from(at[0] as u16) << 16 | u32::from(at[1] as u16);
    tell(names.position, [0, place, CURRENT_TIME, names.copy])?;
    let ended = match answer(names.status)? {
        None => Dropped::Unanswered,
        Some(false) => Dropped::Refused,
        Some(true) => {
            tell(names.drop, [0, CURRENT_TIME, 0, 0])?;
            match answer(names.finished)? {
                None => Dropped::Unanswered,
                Some(false) => Dropped::Refused,
                Some(true) => Dropped::Taken,
            }
        }
    };
    connection.destroy_window(source)?;
    connection.flush()?;
    Ok(ended)
}

/// The outermost window at a place that takes drops.
fn aware(
    screen: &Screen,
    window: u32,
    at: [i16; 2],
    aware: Atom,
) -> Result<Option<u32>, ScreenError> {
    let mut inner = Some(window);
    while let Some(window) = inner {
        let connection = &screen.connection;
        let property = connection.get_property(false, window, aware, AtomEnum::ATOM, 0, 1)?;
        if property.reply()?.value_len > 0 {
            break;
        }
        inner = child(screen, window, at)?;
    }
    Ok(inner)
}

/// What is embedded in a window at a place on the screen.
fn child(screen: &Screen, window: u32, [x, y]: [i16; 2]) -> Result<Option<u32>, ScreenError> {
    let connection = &screen.connection;
    let there = connection.translate_coordinates(screen.root(), window, x, y)?;
    let child = there.reply()?.child;
    Ok((child != NONE).then_some(child))
}

/// Hands over the address of the file.
fn give(
    screen: &Screen,
    asked: &SelectionRequestEvent,
    names: &Names,
    address: &str,
) -> Result<(), ScreenError> {
    let connection = &screen.connection;
    let known = asked.target == names.addresses;
    if known {
        connection.change_property8(
            PropMode::REPLACE,
            asked.requestor,
            asked.property,
            asked.target,
            address.as_bytes(),
        )?;
    }
    let given = SelectionNotifyEvent {
        response_type: SELECTION_NOTIFY_EVENT,
        sequence: 0,
        time: asked.time,
        requestor: asked.requestor,
        selection: asked.selection,
        target: asked.target,
        property: if known { asked.property } else { NONE },
    };
    connection.send_event(false, asked.requestor, EventMask::NO_EVENT, given)?;
    connection.flush()?;
    Ok(())
}

/// A file's address, with everything but plain letters and digits in hexadecimal.
fn address(path: &Path) -> String {
    let path = path.as_os_str().as_encoded_bytes();
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte);
    let letters = path.iter().map(|&byte| match byte {
        byte if plain(byte) => char::from(byte).to_string(),
        byte => format!("%{byte:02X}"),
    });
    format!("file://{}\r\n", letters.collect::<String>())
}

/// Lets time go by on the main thread.
fn wait(time: Duration, idle: &mut impl FnMut()) {
    let end = Instant::now() + time;
    while Instant::now() < end {
        idle();
        std::thread::sleep(Duration::from_millis(5));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_escaped() {
        let path = Path::new("/a/My hall é.wav");
        assert_eq!(address(path), "file:///a/My%20hall%20%C3%A9.wav\r\n");
    }
}
