//! Python's `random.Random`: the generator is `MT19937`, and these are its ways to choose.

use rand_mt::Mt;

/// Random numbers that follow from a seed.
pub(super) struct Random(Mt);

impl Random {
    pub(super) fn new(seed: u32) -> Self {
        Self(Mt::new_with_key([seed]))
    }

    /// From 0 up to, not including, `end`.
    pub(super) fn below(&mut self, end: u32) -> u32 {
        let bits = u32::BITS - end.leading_zeros();
        loop {
            let number = self.0.next_u32() >> (u32::BITS - bits);
            if number < end {
                return number;
            }
        }
    }

    pub(super) fn choice<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.index(of.len())]
    }

    /// `count` of them, each at most once.
    pub(super) fn sample<T: Copy>(&mut self, of: &[T], count: usize) -> Vec<T> {
        let mut pool = of.to_vec();
        (0..count)
            .map(|taken| {
                let last = of.len() - taken - 1;
                let at = self.index(last + 1);
                let found = pool[at];
                pool[at] = pool[last];
                found
            })
            .collect()
    }

    /// Whether something happens whose probability this is.
    pub(super) fn chance(&mut self, probability: f64) -> bool {
        self.fraction() < probability
    }

    /// From 0 up to, not including, 1.
    pub(super) fn fraction(&mut self) -> f64 {
        let (high, low) = (self.0.next_u32() >> 5, self.0.next_u32() >> 6);
        (f64::from(high) * 67_108_864.0 + f64::from(low)) / 9_007_199_254_740_992.0
    }

    /// So many hexadecimal digits.
    pub(super) fn hex(&mut self, digits: usize) -> String {
        let all: Vec<char> = "0123456789abcdef".chars().collect();
        (0..digits).map(|_| self.choice(&all)).collect()
    }

    fn index(&mut self, length: usize) -> usize {
        // A list that is chosen from has a few dozen items, at most a hundred.
        self.below(u32::try_from(length).unwrap_or(u32::MAX)) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // From Python 3.11: `random.Random(42)`.
    #[test]
    fn the_numbers_are_pythons() {
        let mut random = Random::new(42);
        assert_eq!(random.fraction().to_string(), "0.6394267984578837");
        assert_eq!(
            (0..5).map(|_| random.below(1_000)).collect::<Vec<_>>(),
            [25, 759, 281, 250, 228]
        );
        assert_eq!(random.sample(&[1, 2, 3, 4, 5, 6], 4), [2, 1, 5, 3]);
        assert_eq!(random.hex(8), "d1026706");
    }
}
