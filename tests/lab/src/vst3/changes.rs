//! Parameter changes in the form in which a block carries them.

use vst3::Steinberg::Vst::{
    IParamValueQueue, IParamValueQueueTrait, IParameterChanges, IParameterChangesTrait, ParamID,
    ParamValue,
};
use vst3::Steinberg::{int32, kInvalidArgument, kResultFalse, kResultOk, tresult};
use vst3::{Class, ComPtr, ComWrapper};

/// The changes within one block, a parameter a point: none of it can be altered by the plugin.
pub struct Changes(Vec<ComPtr<IParamValueQueue>>);

struct Queue {
    id: ParamID,
    frame: int32,
    value: ParamValue,
}

impl Changes {
    /// Of parameter number, frame in the block and normalised value; a parameter at most once.
    pub fn of(points: &[(u32, usize, f64)]) -> ComPtr<IParameterChanges> {
        let queues = points.iter().filter_map(|&(id, frame, value)| {
            let frame = frame as int32;
            ComWrapper::new(Queue { id, frame, value }).to_com_ptr()
        });
        ComWrapper::new(Changes(queues.collect()))
            .to_com_ptr()
            .expect("it is in the list of its interfaces")
    }
}

impl Class for Changes {
    type Interfaces = (IParameterChanges,);
}

impl IParameterChangesTrait for Changes {
    unsafe fn getParameterCount(&self) -> int32 {
        self.0.len() as int32
    }

    unsafe fn getParameterData(&self, index: int32) -> *mut IParamValueQueue {
        let queue = usize::try_from(index)
            .ok()
            .and_then(|index| self.0.get(index));
        queue.map_or(std::ptr::null_mut(), ComPtr::as_ptr)
    }

    unsafe fn addParameterData(
        &self,
        _id: *const ParamID,
        _index: *mut int32,
    ) -> *mut IParamValueQueue {
        std::ptr::null_mut()
    }
}

impl Class for Queue {
    type Interfaces = (IParamValueQueue,);
}

impl IParamValueQueueTrait for Queue {
    unsafe fn getParameterId(&self) -> ParamID {
        self.id
    }

    unsafe fn getPointCount(&self) -> int32 {
        1
    }

    unsafe fn getPoint(&self, index: int32, frame: *mut int32, value: *mut ParamValue) -> tresult {
        if index != 0 || frame.is_null() || value.is_null() {
            return kInvalidArgument;
        }
        // SAFETY: both are the plugin's, and not null.
        unsafe {
            *frame = self.frame;
            *value = self.value;
        }
        kResultOk
    }

    unsafe fn addPoint(&self, _frame: int32, _value: ParamValue, _index: *mut int32) -> tresult {
        kResultFalse
    }
}
