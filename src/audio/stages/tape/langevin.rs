//! How far a field aligns magnetic moments: the Langevin function L(q) = coth q − 1/q where they
//! are free to point anywhere, tanh q where they can only lie along the tape.

/// Where the continued fraction hands over to 1 − 1/|q|.
const FAR: f32 = 6.3;
/// Where 1 is all that is left of it in single precision.
const FARTHEST: f32 = 1e9;

/// L(q), within 8e-6 for any q, and its derivative 1 − L² − 2·L/q, without a branch and with a
/// single division, so that loops over it are turned into vector code.
///
/// Near 0 it is the continued fraction q/(3 + q²/(5 + q²/(7 + …))) cut off after the 17, which has
/// no singularity at 0; far out coth q is 1 to within 2·exp(−2q).
#[inline(always)]
pub fn langevin(q: f32) -> (f32, f32) {
    let magnitude = q.abs();
    // Beyond FAR the fraction is not used; holding its argument there keeps it finite. What is far
    // is held where its square still is.
    let x = magnitude.min(FAR);
    let s = x * x;
    // The fraction's convergent over q, as a quotient of polynomials in q².
    let numerator = 11_486_475.0 + s * (810_810.0 + s * (12_870.0 + s * 44.0));
    let denominator = 34_459_425.0 + s * (4_729_725.0 + s * (135_135.0 + s * (990.0 + s)));
    let near = magnitude < FAR;
    let far = magnitude.min(FARTHEST);
    let top = if near { numerator } else { far - 1.0 };
    let bottom = if near { denominator } else { far * far };
    let ratio = top / bottom;
    let value = ratio * if near { x } else { far };
    (value.copysign(q), 1.0 - value * value - 2.0 * ratio)
}

/// tanh q, from q and L(q): coth q = L(q) + 1/q.
#[inline(always)]
pub fn tanh_from_langevin(q: f32, langevin: f32) -> f32 {
    q / (1.0 + q * langevin)
}

#[cfg(test)]
mod tests {
    use super::{langevin, tanh_from_langevin};

    #[test]
    fn it_follows_the_function_everywhere() {
        for i in -4000..=4000 {
            let q = f64::from(i) * 0.01 + 0.001;
            let exact = 1.0 / q.tanh() - 1.0 / q;
            let (value, slope) = langevin(q as f32);
            let error = (f64::from(value) - exact).abs();
            assert!(error < 8e-6, "L({q}) is off by {error}");
            let exact = if q.abs() < 0.1 {
                1.0 / 3.0 - q * q / 15.0
            } else {
                1.0 / (q * q) - 1.0 / q.sinh().powi(2)
            };
            let error = (f64::from(slope) - exact).abs();
            assert!(error < 2e-5, "L'({q}) is off by {error}");
            let tanh = tanh_from_langevin(q as f32, value);
            assert!(
                (f64::from(tanh) - q.tanh()).abs() < 1e-5,
                "tanh({q}) is {tanh}"
            );
        }
        assert_eq!(langevin(0.0).0, 0.0);
        assert!((langevin(1e30).0 - 1.0).abs() < 1e-6);
        assert!(langevin(-1e30).1.abs() < 1e-6);
    }
}
