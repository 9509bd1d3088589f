//! Handles in the plan that would lie over each other step aside, so that each can be seen and taken
//! hold of. What they stand for stays where it is.

use egui::{Pos2, Rect, Vec2};

/// Rounds in which every two are moved apart. Ten that lie on one point are apart after 30.
const ROUNDS: usize = 60;
/// What is this near to another, in points, has no direction away from it.
const NO_WAY: f32 = 1e-3;
/// Between the directions that are taken instead, in radians: the golden angle, so that no two of
/// them are alike.
const TURN: f32 = 2.399_963;

/// Moves places that are nearer to each other than `distance` apart, each by little, within a
/// rectangle. In one that is too small for all of them some stay too near.
pub fn aside(places: &mut [Pos2], distance: f32, within: Rect) {
    for _ in 0..ROUNDS {
        let mut moved = false;
        for second in 1..places.len() {
            for first in 0..second {
                let way = places[second] - places[first];
                let length = way.length();
                if length >= distance {
                    continue;
                }
                moved = true;
                let way = if length < NO_WAY {
                    Vec2::angled(TURN * second as f32)
                } else {
                    way / length
                };
                // Rounding must not leave them a hair too near.
                let step = way * ((distance - length) / 2.0 + NO_WAY);
                places[first] = within.clamp(places[first] - step);
                places[second] = within.clamp(places[second] + step);
            }
        }
        if !moved {
            break;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use egui::pos2;

    const WITHIN: Rect = Rect {
        min: Pos2::ZERO,
        max: pos2(300.0, 220.0),
    };

    fn nearest(places: &[Pos2]) -> f32 {
        let pairs = (1..places.len()).flat_map(|b| (0..b).map(move |a| (a, b)));
        let lengths = pairs.map(|(a, b)| (places[a] - places[b]).length());
        lengths.fold(f32::INFINITY, f32::min)
    }

    #[test]
    fn what_is_apart_stays_where_it_is() {
        let before = [pos2(10.0, 10.0), pos2(40.0, 10.0), pos2(10.0, 40.0)];
        let mut places = before;
        aside(&mut places, 28.0, WITHIN);
        assert_eq!(places, before);
    }

    #[test]
    fn two_move_by_half_of_what_is_missing() {
        let mut places = [pos2(100.0, 100.0), pos2(120.0, 100.0)];
        aside(&mut places, 28.0, WITHIN);
        let [a, b] = places;
        assert!((a - pos2(96.0, 100.0)).length() < 0.01, "{a}");
        assert!((b - pos2(124.0, 100.0)).length() < 0.01, "{b}");
    }

    #[test]
    fn ten_on_one_point_come_apart() {
        for place in [WITHIN.center(), WITHIN.min, WITHIN.right_top()] {
            let mut apart = [place; 10];
            aside(&mut apart, 28.0, WITHIN);
            assert!(nearest(&apart) >= 28.0, "{place}: {}", nearest(&apart));
            assert!(apart.iter().all(|place| WITHIN.contains(*place)));
        }
    }

    #[test]
    fn a_narrow_room_is_no_trouble() {
        let narrow = Rect::from_min_size(Pos2::ZERO, egui::vec2(60.0, 0.0));
        let mut apart = [pos2(30.0, 0.0); 10];
        aside(&mut apart, 28.0, narrow);
        assert!(apart.iter().all(|place| narrow.contains(*place)));
    }
}
