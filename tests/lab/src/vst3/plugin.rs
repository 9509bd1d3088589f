//! A plugin in its two halves.

use std::ffi::{c_char, c_void};
use std::mem;
use std::ptr;

use vst3::Steinberg::Vst::{
    IAudioProcessor, IComponent, IComponentHandler, IComponentHandlerTrait, IEditController,
    IEditControllerTrait, ParamID, ParamValue, ParameterInfo,
};
use vst3::Steinberg::{
    IPluginBaseTrait, IPluginFactory, IPluginFactoryTrait, TUID, int32, kResultOk, tresult,
};
use vst3::{Class, ComPtr, ComWrapper, Interface};

use super::error::check;
use super::{Editor, Farewell, Processor, Vst3Error};
use crate::screen::Screen;

/// An instance. It belongs to the thread that made it; its [`Processor`] may go to another one.
pub struct Plugin {
    component: ComPtr<IComponent>,
    controller: ComPtr<IEditController>,
}

impl Plugin {
    pub(super) fn new(factory: &ComPtr<IPluginFactory>, class: &TUID) -> Result<Self, Vst3Error> {
        let mut object: *mut c_void = ptr::null_mut();
        // SAFETY: both identifiers are 16 bytes that outlive the call, and `object` is the
        // factory's to fill with a reference that is ours, to the interface that was asked for.
        let component = unsafe {
            let created = factory.createInstance(
                class.as_ptr(),
                IComponent::IID.as_ptr().cast::<c_char>(),
                &mut object,
            );
            check("createInstance", created)?;
            ComPtr::from_raw(object.cast::<IComponent>()).ok_or(Vst3Error::Missing("component"))?
        };
        let controller: ComPtr<IEditController> = component
            .cast()
            .ok_or(Vst3Error::Missing("controller in its component"))?;
        // SAFETY: the object lives; a context is not needed by what is one object.
        check("initialize", unsafe {
            component.initialize(ptr::null_mut())
        })?;
        let plugin = Self {
            component,
            controller,
        };
        let handler = ComWrapper::new(Handler).to_com_ptr::<IComponentHandler>();
        let handler = handler.ok_or(Vst3Error::Missing("use for the host's handler"))?;
        // SAFETY: the controller lives, and takes a reference of its own.
        check("setComponentHandler", unsafe {
            plugin.controller.setComponentHandler(handler.as_ptr())
        })?;
        Ok(plugin)
    }

    /// Gets it ready for blocks of `frames`, and starts it, until the processor is dropped.
    ///
    /// # Errors
    /// [`Vst3Error::Refused`], [`Vst3Error::Missing`].
    pub fn activate(&self, sample_rate: f64, frames: usize) -> Result<Processor, Vst3Error> {
        let processor = self
            .component
            .cast::<IAudioProcessor>()
            .ok_or(Vst3Error::Missing("processor"))?;
        Processor::start(self.component.clone(), processor, sample_rate, frames)
    }

    /// The numbers of all parameters, in the plugin's order.
    pub fn params(&self) -> Vec<u32> {
        // SAFETY: the controller lives, `info` is its to fill, and zeros are a valid value of it.
        unsafe {
            let count = self.controller.getParameterCount();
            let ids = (0..count).filter_map(|index| {
                let mut info: ParameterInfo = mem::zeroed();
                let known = self.controller.getParameterInfo(index, &mut info) == kResultOk;
                known.then_some(info.id)
            });
            ids.collect()
        }
    }

    /// Tells the controller where a parameter stands, as hosts do while automation plays.
    ///
    /// # Errors
    /// [`Vst3Error::Refused`].
    pub fn show(&self, id: u32, normalised: f64) -> Result<(), Vst3Error> {
        // SAFETY: the controller lives.
        check("setParamNormalized", unsafe {
            self.controller.setParamNormalized(id, normalised)
        })
    }

    /// Where the controller says that a parameter stands.
    pub fn value(&self, id: u32) -> f64 {
        // SAFETY: the controller lives.
        unsafe { self.controller.getParamNormalized(id) }
    }

    /// Opens the editor in a window of its own on `screen`, to be closed in the manner of `farewell`.
    ///
    /// # Errors
    /// [`Vst3Error::Missing`] without an editor for X11, [`Vst3Error::Refused`],
    /// [`Vst3Error::Screen`].
    pub fn open_editor<'s>(
        &self,
        screen: &'s Screen,
        farewell: Farewell,
    ) -> Result<Editor<'s>, Vst3Error> {
        // SAFETY: the controller lives, the name is the one of editors, and the reference is ours.
        let view = unsafe { ComPtr::from_raw(self.controller.createView(c"editor".as_ptr())) };
        let view = view.ok_or(Vst3Error::Missing("editor"))?;
        Editor::open(view, screen, farewell)
    }
}

impl Drop for Plugin {
    fn drop(&mut self) {
        // SAFETY: the object lives; its last references go after this.
        unsafe {
            self.controller.setComponentHandler(ptr::null_mut());
            self.component.terminate();
        }
    }
}

/// What the plugin tells of a hand on its editor: here there is none.
struct Handler;

impl Class for Handler {
    type Interfaces = (IComponentHandler,);
}

impl IComponentHandlerTrait for Handler {
    unsafe fn beginEdit(&self, _id: ParamID) -> tresult {
        kResultOk
    }

    unsafe fn performEdit(&self, _id: ParamID, _normalised: ParamValue) -> tresult {
        kResultOk
    }

    unsafe fn endEdit(&self, _id: ParamID) -> tresult {
        kResultOk
    }

    unsafe fn restartComponent(&self, _flags: int32) -> tresult {
        kResultOk
    }
}
