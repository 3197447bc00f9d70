//! How many jobs are done at once, for several who want them done.

/// How many jobs are done at once.
///
/// Whoever is alone has all of the usual number, and nobody loses a place that is kept free for others who never
/// come. Where several want some, who has less than a fair share is let in until there are twice the usual number,
/// and who has none until there are three times as many: only then somebody waits for long jobs of others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Capacity {
    usual: u32,
    is_strict: bool,
}

impl Capacity {
    /// So many usually, one at least, and more where several want some.
    pub fn of(usual: usize) -> Self {
        Self {
            usual: u32::try_from(usual).unwrap_or(u32::MAX).max(1),
            is_strict: false,
        }
    }

    /// So many whoever wants them, and never more.
    pub const fn strictly(usual: u32) -> Self {
        Self {
            usual,
            is_strict: true,
        }
    }

    /// How many there may be of all, for someone who has `held` of them to get another; `parties` have some.
    pub fn most(self, held: u32, parties: u32) -> u32 {
        let twice = self.usual.saturating_mul(2);
        let share = (twice / parties.max(2)).max(1);
        if self.is_strict {
            self.usual
        } else if held == 0 {
            self.most_ever()
        } else if held < share {
            twice
        } else {
            self.usual
        }
    }

    /// How many there may ever be.
    pub fn most_ever(self) -> u32 {
        if self.is_strict {
            self.usual
        } else {
            self.usual.saturating_mul(3)
        }
    }

    /// How many there usually are.
    pub const fn usual(self) -> u32 {
        self.usual
    }
}

#[cfg(test)]
mod tests {
    use super::Capacity;

    #[test]
    fn whoever_is_alone_has_all_of_the_usual_number() {
        let capacity = Capacity::of(4);
        assert_eq!(capacity.most(3, 1), 8, "a share is not reached yet");
        assert_eq!(capacity.most(4, 1), 4);
        assert_eq!(capacity.most(9, 1), 4);
    }

    #[test]
    fn who_has_less_than_a_fair_share_is_let_in_up_to_twice_the_usual_number() {
        let capacity = Capacity::of(4);
        assert_eq!(capacity.most(3, 2), 8);
        assert_eq!(capacity.most(4, 2), 4);
        assert_eq!(capacity.most(1, 4), 8);
        assert_eq!(capacity.most(2, 4), 4);
        assert_eq!(
            capacity.most(1, 100),
            4,
            "one is everybody's share at least"
        );
    }

    #[test]
    fn who_has_none_is_let_in_up_to_three_times_the_usual_number() {
        assert_eq!(Capacity::of(4).most(0, 100), 12);
        assert_eq!(Capacity::of(4).most_ever(), 12);
        assert_eq!(Capacity::of(0).most(0, 0), 3);
    }

    #[test]
    fn where_it_is_strict_nobody_has_more() {
        let capacity = Capacity::strictly(2);
        assert_eq!([capacity.most(0, 1), capacity.most_ever()], [2, 2]);
    }
}
