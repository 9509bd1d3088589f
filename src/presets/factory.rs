//! The presets that are built into the plugin.

/// The text of each factory preset, in the order in which a browser shows them.
pub const FACTORY: &[&str] = &[
    include_str!("factory/four-track-clean.toml"),
    include_str!("factory/bedroom-demo.toml"),
    include_str!("factory/pinned-needles.toml"),
    include_str!("factory/home-reel-warmth.toml"),
    include_str!("factory/home-reel-parlour.toml"),
    include_str!("factory/starved-bias.toml"),
    include_str!("factory/walkman-on-the-bus.toml"),
    include_str!("factory/tired-batteries.toml"),
    include_str!("factory/scraped-capstan.toml"),
    include_str!("factory/dirty-heads.toml"),
    include_str!("factory/wobble-only.toml"),
    include_str!("factory/parallel-grit.toml"),
];
