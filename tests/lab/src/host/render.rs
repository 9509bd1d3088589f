//! A whole recording through a plugin, block by block.

use super::{Automation, Block, Event, HostError, Processor};
use crate::Stereo;

/// How a recording is cut, and what happens on the way. The default is whole blocks and nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct RenderPlan<'a> {
    /// Block sizes in frames, over and over; blocks of 0 frames are allowed among others. Empty
    /// means blocks as long as was agreed.
    pub blocks: &'a [usize],
    /// Parameter values at frames of the recording, in any order.
    pub automation: &'a [Automation],
    /// Other events at frames of the recording, in any order.
    pub events: &'a [Event],
    /// A recording for the side-chain; where it ends, silence follows.
    pub side_chain: Option<&'a Stereo>,
}

impl Processor {
    /// Processes all of `input` and returns what came out: as many frames, the latency kept as it
    /// is. The plugin is not reset before, so that recordings can follow one another. Events
    /// beyond the end are left out.
    ///
    /// `progress` is called after each block with the share that is done, 0 to 1.
    ///
    /// # Errors
    /// [`HostError::RateMismatch`], [`HostError::EmptyPattern`], [`HostError::BlockTooLong`],
    /// [`HostError::Process`].
    pub fn render(
        &mut self,
        input: &Stereo,
        plan: &RenderPlan,
        progress: &mut dyn FnMut(f64),
    ) -> Result<Stereo, HostError> {
        let rates = [Some(input), plan.side_chain];
        for recording in rates.into_iter().flatten() {
            if recording.sample_rate != self.sample_rate() {
                return Err(HostError::RateMismatch {
                    recording: recording.sample_rate,
                    plugin: self.sample_rate(),
                });
            }
        }
        let whole = [self.max_frames()];
        let sizes = if plan.blocks.is_empty() {
            &whole
        } else {
            plan.blocks
        };
        if sizes.iter().all(|&size| size == 0) {
            return Err(HostError::EmptyPattern);
        }

        let mut events: Vec<Event> = plan.automation.iter().copied().map(Event::from).collect();
        events.extend(plan.events);
        // Stable: what shares a frame keeps its order.
        events.sort_by_key(|event| event.frame);
        let mut events = &events[..];

        let side_chain = plan.side_chain.map(|side_chain| {
            let missing = input.len().saturating_sub(side_chain.len());
            side_chain.with_silence(missing)
        });
        let mut output = Stereo::silence(input.len(), input.sample_rate);
        let mut start = 0;
        for &size in sizes.iter().cycle() {
            if start == input.len() {
                break;
            }
            let span = start..(start + size).min(input.len());
            let due = events.partition_point(|event| event.frame < span.end);
            let mut within = events[..due].to_vec();
            within.iter_mut().for_each(|event| event.frame -= start);
            events = &events[due..];

            let [left, right] = output.channels_mut();
            let mut block = Block {
                input: input.channels().map(|side| &side[span.clone()]),
                output: [&mut left[span.clone()], &mut right[span.clone()]],
                side_chain: side_chain
                    .as_ref()
                    .map(|recording| recording.channels().map(|side| &side[span.clone()])),
            };
            self.process(&mut block, &within)?;
            start = span.end;
            progress(start as f64 / input.len() as f64);
        }
        Ok(output)
    }
}
