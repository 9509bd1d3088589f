//! An X11 display, and windows on it for editors to be embedded in.

use thiserror::Error;
use x11rb::connection::Connection;
use x11rb::errors::{ConnectError, ConnectionError, ReplyError, ReplyOrIdError};
use x11rb::protocol::xproto::{
    ConfigureWindowAux, ConnectionExt, CreateWindowAux, ImageFormat, WindowClass,
};
use x11rb::rust_connection::RustConnection;

/// Why the display did not do what it was asked to.
#[derive(Debug, Error)]
pub enum ScreenError {
    #[error("there is no display: {0}")]
    Connect(#[from] ConnectError),
    #[error("the display: {0}")]
    Connection(#[from] ConnectionError),
    #[error("the display: {0}")]
    Reply(#[from] ReplyError),
    #[error("the display: {0}")]
    ReplyOrId(#[from] ReplyOrIdError),
}

/// The display that `DISPLAY` names.
pub struct Screen {
    pub(crate) connection: RustConnection,
    index: usize,
}

/// A window in the upper left corner, above all others and with no frame around it. It goes with
/// this value.
pub struct Window<'s> {
    screen: &'s Screen,
    id: u32,
    /// Width and height in pixels.
    size: [u16; 2],
}

impl Screen {
    /// # Errors
    /// [`ScreenError::Connect`].
    pub fn connect() -> Result<Self, ScreenError> {
        let (connection, index) = x11rb::connect(None)?;
        Ok(Self { connection, index })
    }

    /// The window that all others lie in.
    pub(crate) fn root(&self) -> u32 {
        self.connection.setup().roots[self.index].root
    }

    /// A new window, `[width, height]` in pixels.
    ///
    /// # Errors
    /// When the display refuses it.
    pub fn window(&self, size: [u32; 2]) -> Result<Window<'_>, ScreenError> {
        let root = &self.connection.setup().roots[self.index];
        let id = self.connection.generate_id()?;
        let size = size.map(|edge| edge.clamp(1, u32::from(u16::MAX)) as u16);
        let values = CreateWindowAux::new()
            .background_pixel(root.black_pixel)
            .override_redirect(1);
        self.connection
            .create_window(
                x11rb::COPY_DEPTH_FROM_PARENT,
                id,
                root.root,
                0,
                0,
                size[0],
                size[1],
                0,
                WindowClass::INPUT_OUTPUT,
                root.root_visual,
                &values,
            )?
            .check()?;
        let window = Window {
            screen: self,
            id,
            size,
        };
        self.connection.map_window(id)?.check()?;
        Ok(window)
    }
}

impl Window<'_> {
    /// The number by which the display knows it.
    pub fn id(&self) -> u32 {
        self.id
    }

    /// Changes its size, `[width, height]` in pixels.
    ///
    /// # Errors
    /// When the display refuses it.
    pub fn resize(&mut self, size: [u32; 2]) -> Result<(), ScreenError> {
        let values = ConfigureWindowAux::new().width(size[0]).height(size[1]);
        let connection = &self.screen.connection;
        connection.configure_window(self.id, &values)?.check()?;
        self.size = size.map(|edge| edge.clamp(1, u32::from(u16::MAX)) as u16);
        Ok(())
    }

    /// How many windows are embedded in it.
    ///
    /// # Errors
    /// When the display does not answer.
    pub fn children(&self) -> Result<usize, ScreenError> {
        let tree = self.screen.connection.query_tree(self.id)?.reply()?;
        Ok(tree.children.len())
    }

    /// Whether all that can be seen of it, with what is embedded in it, is of one colour.
    ///
    /// # Errors
    /// When the display does not answer.
    pub fn is_blank(&self) -> Result<bool, ScreenError> {
        let root = &self.screen.connection.setup().roots[self.screen.index];
        let width = self.size[0].min(root.width_in_pixels);
        let height = self.size[1].min(root.height_in_pixels);
        let image = self
            .screen
            .connection
            .get_image(ImageFormat::Z_PIXMAP, self.id, 0, 0, width, height, !0)?
            .reply()?;
        // Four bytes a pixel at the depths in use, 24 and 32 bits.
        let mut pixels = image.data.chunks_exact(4);
        let first = pixels.next();
        Ok(pixels.all(|pixel| Some(pixel) == first))
    }
}

impl Drop for Window<'_> {
    fn drop(&mut self) {
        // If the display is gone, so is the window.
        let _ = self.screen.connection.destroy_window(self.id);
        let _ = self.screen.connection.flush();
    }
}
