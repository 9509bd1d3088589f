//! The built plugin in the embedded host, with its parameters by name.

use std::path::Path;
use std::time::{Duration, Instant};

use bedroom::presets::{Preset, Value};
use lab::Stereo;
use lab::host::{Automation, ClapFile, Instance, ParamInfo, RenderPlan};

use crate::Result;

/// The plugin's id, as hosts save it.
const ID: &str = "org.bedroom.bedroom";

/// An instance of the effect and what it can be told.
pub struct Plugin {
    instance: Instance,
    params: Vec<ParamInfo>,
}

/// What came out of a render.
pub struct Rendered {
    /// As long as the input.
    pub sound: Stereo,
    /// What it took.
    pub time: Duration,
}

impl Plugin {
    /// Loads the bundle at `path` and makes an instance, all parameters at their defaults.
    ///
    /// # Errors
    /// When there is no such file, or it is no CLAP file with the effect in it.
    pub fn load(path: &Path) -> Result<Self> {
        let mut instance = ClapFile::load(path)?.instantiate(ID)?;
        let params = instance.params();
        Ok(Self { instance, params })
    }

    /// The parameter of this id (`tape_drive`) or of this group and name (`Tape/Drive`).
    ///
    /// # Errors
    /// When there is none; the text lists all.
    pub fn param(&self, name: &str) -> Result<ParamInfo> {
        let wanted = name.trim();
        let found = self
            .params
            .iter()
            .find(|param| param.id == host_id(wanted) || path(param).eq_ignore_ascii_case(wanted));
        found.cloned().ok_or_else(|| {
            let all: Vec<String> = self.params.iter().map(path).collect();
            let all = all.join(", ");
            format!("there is no parameter \"{wanted}\"; there are {all}").into()
        })
    }

    /// The host's value for what `text` means to the parameter.
    ///
    /// # Errors
    /// When the parameter cannot read it, or it lies beyond the ends.
    pub fn value(&mut self, param: &ParamInfo, text: &str) -> Result<f64> {
        let value = self.instance.parse(param.id, text);
        if param.stepped {
            return self.choice(param, text, value);
        }
        let low = self.instance.text(param.id, param.min)?;
        let high = self.instance.text(param.id, param.max)?;
        match value {
            // The plugin brings what lies beyond its ends to the nearer one, without a word.
            Some(value) if value == param.min && differ(text, &low) => {}
            Some(value) if value == param.max && differ(text, &high) => {}
            Some(value) => return Ok(value),
            None => {}
        }
        let path = path(param);
        Err(format!("{path} cannot be \"{text}\"; it goes from {low} to {high}").into())
    }

    /// The value of a switch or a choice: `value`, as the plugin has read it, or that of the name,
    /// however it is capitalised.
    fn choice(&mut self, param: &ParamInfo, text: &str, value: Option<f64>) -> Result<f64> {
        let mut names = Vec::new();
        for step in param.min as i64..=param.max as i64 {
            let name = self.instance.text(param.id, step as f64)?;
            if name.eq_ignore_ascii_case(text.trim()) {
                return Ok(step as f64);
            }
            names.push(name);
        }
        value.ok_or_else(|| {
            let (path, names) = (path(param), names.join(", "));
            format!("{path} cannot be \"{text}\"; it is one of {names}").into()
        })
    }

    /// Sets a parameter to what `text` means to it.
    ///
    /// # Errors
    /// As [`Plugin::param`] and [`Plugin::value`].
    pub fn set(&mut self, name: &str, text: &str) -> Result<()> {
        let param = self.param(name)?;
        let value = self.value(&param, text)?;
        Ok(self.instance.set(param.id, value)?)
    }

    /// Sets what a preset names, and everything else to its default.
    ///
    /// # Errors
    /// When it names a parameter that there is not, or a value that cannot be read.
    pub fn apply(&mut self, preset: &Preset) -> Result<()> {
        for param in &self.params {
            self.instance.set(param.id, param.default)?;
        }
        for (id, value) in &preset.values {
            let text = match value {
                Value::Text(text) => text.clone(),
                Value::Number(number) => number.to_string(),
                Value::Switch(on) => if *on { "On" } else { "Off" }.to_owned(),
            };
            self.set(id, &text)
                .map_err(|error| format!("preset \"{}\": {error}", preset.name))?;
        }
        Ok(())
    }

    /// Switches the host's bypass.
    ///
    /// # Errors
    /// When the plugin has none.
    pub fn bypass(&mut self, on: bool) -> Result<()> {
        let bypass = self.params.iter().find(|param| param.bypass);
        let bypass = bypass.ok_or("the plugin has no bypass")?;
        let value = if on { bypass.max } else { bypass.min };
        Ok(self.instance.set(bypass.id, value)?)
    }

    /// Gets ready to render at this rate, fresh: nothing of an earlier render is left.
    ///
    /// # Errors
    /// When the plugin refuses.
    pub fn activate(&mut self, sample_rate: f64, block_frames: u32) -> Result<()> {
        Ok(self.instance.activate(sample_rate, block_frames)?)
    }

    /// Frames from input to output, as the plugin reports.
    pub fn latency(&mut self) -> usize {
        self.instance.latency() as usize
    }

    /// All of `input` through the plugin, with the reported latency taken off.
    ///
    /// # Errors
    /// When the plugin fails.
    pub fn render(
        &mut self,
        input: &Stereo,
        automation: &[Automation],
        progress: &mut dyn FnMut(f64),
    ) -> Result<Rendered> {
        let latency = self.latency();
        let mut rendered = self.render_raw(&input.with_silence(latency), automation, progress)?;
        let frames = rendered.sound.len();
        rendered.sound = rendered.sound.slice(latency..frames);
        Ok(rendered)
    }

    /// All of `input` through the plugin, as late as it comes out.
    ///
    /// # Errors
    /// When the plugin fails.
    pub fn render_raw(
        &mut self,
        input: &Stereo,
        automation: &[Automation],
        progress: &mut dyn FnMut(f64),
    ) -> Result<Rendered> {
        let plan = RenderPlan {
            automation,
            ..RenderPlan::default()
        };
        let start = Instant::now();
        let sound = self.instance.render(input, &plan, progress)?;
        Ok(Rendered {
            sound,
            time: start.elapsed(),
        })
    }
}

/// A parameter's group and name, as hosts show them.
fn path(param: &ParamInfo) -> String {
    if param.module.is_empty() {
        param.name.clone()
    } else {
        format!("{}/{}", param.module, param.name)
    }
}

/// The number by which hosts know the parameter `id`: the framework's hash, as in
/// `bedroom::params::host_id`, which is not there without the framework.
fn host_id(id: &str) -> u32 {
    id.bytes().fold(0u32, |hash, byte| {
        hash.wrapping_mul(31).wrapping_add(u32::from(byte))
    }) & !(1 << 31)
}

/// Whether two texts begin with different numbers.
fn differ(a: &str, b: &str) -> bool {
    matches!((number(a), number(b)), (Some(a), Some(b)) if (a - b).abs() > 1e-3)
}

/// The number that a text begins with.
fn number(text: &str) -> Option<f64> {
    let text = text.trim().replace('−', "-").replace(',', ".");
    let end = text
        .find(|c: char| !(c.is_ascii_digit() || "+-.".contains(c)))
        .unwrap_or(text.len());
    text[..end].parse().ok()
}
